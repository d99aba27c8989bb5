package io.gearman.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.TestJobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StoreDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void theDirectoryIsMadeForItsOwnerAlone() throws IOException {
        Path store = this.directory.resolve("spool/gearmand");
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(store);

        database.connect();

        assertThat(database).hasToString("embedded store " + store);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rwx------");
        database.close();
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.createFile(this.directory.resolve("file"));

        assertFails(file, file + " is a file; name a directory");
        assertFails(file.resolve("jobs"), "name a directory");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamedWithWhatToDo() throws Exception {
        Path store = Files.createDirectory(this.directory.resolve("jobs"));
        setWritable(store, false);
        try {
            assumeTrue(isReadOnly(store), "a directory that even this user cannot write cannot be made here");
            assertFails(
                    store,
                    "name a directory that the user " + System.getProperty("user.name")
                            + ", who runs this job server, can write");
        } finally {
            setWritable(store, true);
        }
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(store);
        database.connect();
        database.close();
    }

    @Test
    void aSecondServerOfAnotherProcessIsKeptOutAndTakesOverAfterAKill() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherServer.class.getName(),
                        this.directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(this.directory);
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.equals(OtherServer.READY)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(OtherServer.READY);

            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessage("Cannot keep jobs in " + this.directory + ": another job server with process id "
                            + process.pid() + " is using it; stop that one, or give each job server a directory of"
                            + " its own");
        } finally {
            process.destroyForcibly().waitFor();
        }

        database.connect();
        assertThat(TestJobs.load(database)).containsOnlyKeys(1L, 2L);
        database.close();
    }

    /** Takes the permission away; root is kept out by the immutable attribute, where there is one. */
    private static void setWritable(Path directory, boolean writable) throws Exception {
        if (writable) {
            chattr("-i", directory);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(writable ? "rwx------" : "r-xr-xr-x"));
        if (!writable) {
            chattr("+i", directory);
        }
    }

    private static void chattr(String change, Path directory) throws Exception {
        try {
            new ProcessBuilder("chattr", change, directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException ex) {
            // Without the program, the permissions have to do.
        }
    }

    private static boolean isReadOnly(Path directory) throws IOException {
        try {
            Files.delete(Files.createFile(directory.resolve("probe")));
            return false;
        } catch (FileSystemException ex) {
            return true;
        }
    }

    private static void assertFails(Path directory, String message) {
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(directory);
        assertThatThrownBy(database::connect)
                .isInstanceOf(JobStoreException.class)
                .hasMessageStartingWith("Cannot keep jobs in " + directory + ": ")
                .hasMessageContaining(message);
        database.close();
    }

    /** A process that has the store and does nothing. */
    static final class OtherServer {

        static final String READY = "ready";

        private OtherServer() {}

        public static void main(String[] arguments) throws IOException {
            EmbeddedJobDatabase database = new EmbeddedJobDatabase(Path.of(arguments[0]));
            database.connect();
            database.write(List.of(new JobWrite.Save(TestJobs.job(1), 0), new JobWrite.Save(TestJobs.job(2), 0)));
            System.out.println(READY);
            System.in.read();
        }
    }
}
