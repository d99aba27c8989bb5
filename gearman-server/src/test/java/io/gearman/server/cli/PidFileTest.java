package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    private static final String OWN = ProcessHandle.current().pid() + "\n";

    private static final String OTHER = "1\n";

    private Path file;

    private PidFile pidFile;

    @BeforeEach
    void file(@TempDir Path directory) {
        this.file = directory.resolve("gearmand.pid");
        this.pidFile = new PidFile(this.file);
    }

    @Test
    void namesTheProcessUntilItIsRemoved() {
        this.pidFile.write();
        assertThat(this.file).hasContent(OWN);
        this.pidFile.remove();
        assertThat(this.file).doesNotExist();
        this.pidFile.remove();
        this.pidFile.restore();
        assertThat(this.file).doesNotExist();
    }

    @Test
    void startThatFailsPutsBackWhatWasThere() throws IOException {
        Files.writeString(this.file, OTHER);
        this.pidFile.write();
        assertThat(this.file).hasContent(OWN);
        this.pidFile.restore();
        assertThat(this.file).hasContent(OTHER);
    }

    @Test
    void startThatFailsRemovesAFileThatWasNotThere() {
        this.pidFile.write();
        this.pidFile.restore();
        assertThat(this.file).doesNotExist();
    }

    @Test
    void fileOfASuccessorIsLeftAlone() throws IOException {
        Files.writeString(this.file, OTHER);
        this.pidFile.write();
        Files.writeString(this.file, "2\n");
        this.pidFile.restore();
        assertThat(this.file).hasContent("2\n");
        this.pidFile.remove();
        assertThat(this.file).hasContent("2\n");
    }

    @Test
    void fileThatCannotBeReadIsNotOurs() throws IOException {
        this.pidFile.write();
        Files.delete(this.file);
        Files.createDirectory(this.file);
        this.pidFile.restore();
        this.pidFile.remove();
        assertThat(this.file).isDirectory();
    }
}
