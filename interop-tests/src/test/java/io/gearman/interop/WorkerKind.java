package io.gearman.interop;

import io.gearman.worker.GearmanWorker;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The workers of all languages. They serve the same functions and answer alike. */
enum WorkerKind {
    JAVA {
        @Override
        PeerWorker launch(JobServer server, String prefix) {
            List<String> ran = new CopyOnWriteArrayList<>();
            GearmanWorker worker = GearmanWorker.builder()
                    .server(server.address())
                    .function(prefix + ".echo", job -> {
                        ran.add(Payload.ran(job.payload()));
                        return job.payload();
                    })
                    .function(prefix + ".stages", WorkerKind::stages)
                    .function(prefix + ".fail", job -> {
                        throw new JobFailedException("on purpose");
                    })
                    .function(prefix + ".exception", job -> {
                        throw new IllegalStateException("it broke");
                    })
                    .build();
            worker.start();
            return worker(() -> ran, worker::close);
        }
    },
    PHP {
        @Override
        PeerWorker launch(JobServer server, String prefix) {
            return printing(ForeignProcess.start(
                    List.of(Program.PHP.require(), Script.path("worker.php"), String.valueOf(server.port()), prefix)));
        }
    },
    PERL {
        @Override
        PeerWorker launch(JobServer server, String prefix) {
            return printing(ForeignProcess.start(
                    List.of(Program.PERL.require(), Script.path("worker.pl"), String.valueOf(server.port()), prefix)));
        }
    },
    /** The command {@code gearman -w}, which has an echo only. */
    CLI {
        @Override
        PeerWorker launch(JobServer server, String prefix) {
            Path log = logFile();
            ForeignProcess process = ForeignProcess.start(List.of(
                    Program.GEARMAN.require(),
                    "-h",
                    JobServer.LOOPBACK,
                    "-p",
                    String.valueOf(server.port()),
                    "-w",
                    "-f",
                    prefix + ".echo",
                    "--",
                    "sh",
                    Script.path("worker.sh"),
                    log.toString()));
            return worker(() -> lines(log), process::close);
        }
    };

    abstract PeerWorker launch(JobServer server, String prefix);

    /** Starts a worker and waits until the server knows its functions. */
    PeerWorker start(JobServer server, String prefix) {
        PeerWorker worker = launch(server, prefix);
        try {
            server.awaitWorkers(1, functions(prefix));
        } catch (RuntimeException | Error ex) {
            worker.close();
            throw new AssertionError("The " + this + " worker did not register with " + server, ex);
        }
        return worker;
    }

    /** Tells whether it asks for jobs by GRAB_JOB_ALL only, which the Perl server does not know. */
    boolean usesLibgearman() {
        return this == PHP || this == CLI;
    }

    private List<String> functions(String prefix) {
        return this == CLI
                ? List.of(prefix + ".echo")
                : List.of(prefix + ".echo", prefix + ".stages", prefix + ".fail", prefix + ".exception");
    }

    private static byte[] stages(JobContext job) {
        job.sendData("part 1");
        job.progress(1, 2);
        job.warning("careful");
        job.sendData("part 2");
        job.progress(2, 2);
        return "done".getBytes(StandardCharsets.UTF_8);
    }

    private static PeerWorker printing(ForeignProcess process) {
        return worker(() -> process.outputText().lines().toList(), process::close);
    }

    private static PeerWorker worker(Supplier<List<String>> ran, Runnable close) {
        return new PeerWorker() {
            @Override
            public List<String> ran() {
                return ran.get();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    private static Path logFile() {
        try {
            Path log = Files.createTempFile("interop", ".ran");
            log.toFile().deleteOnExit();
            return log;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
