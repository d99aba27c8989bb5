package io.gearman.server.store.jdbc;

import static org.awaitility.Awaitility.await;

import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The C gearmand with a store, which is killed when its jobs are there. */
final class FormerGearmand implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/gearmand");

    private final int port = FreePort.find();

    private final Process process;

    FormerGearmand(List<String> options) {
        String reason = PROGRAM + " of the Debian package gearman-job-server is not installed here";
        if (!Files.isExecutable(PROGRAM) && Boolean.getBoolean("gearman.interop.required")) {
            throw new AssertionError(reason + ", and gearman.interop.required is set");
        }
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), reason);
        List<String> command = new ArrayList<>(
                List.of(PROGRAM.toString(), "-L", "127.0.0.1", "-p", String.valueOf(this.port), "-l", "stderr"));
        command.addAll(options);
        try {
            this.process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    RawConnection connect() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    if (!this.process.isAlive()) {
                        throw new AssertionError("gearmand ended with " + this.process.exitValue());
                    }
                    new RawConnection(this.port).close();
                    return true;
                });
        return new RawConnection(this.port);
    }

    /** As {@code kill -9} does. */
    @Override
    public void close() {
        this.process.destroyForcibly().onExit().join();
    }
}
