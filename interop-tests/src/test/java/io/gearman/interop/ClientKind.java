package io.gearman.interop;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobListener;
import io.gearman.client.JobRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The clients of all languages. Each submits one job for each payload, one after the other, and tells line by line what
 * came back: {@code data …}, {@code status N/D}, {@code warning …}, {@code exception …}, {@code fail}, {@code complete
 * LENGTH SHA1}.
 */
enum ClientKind {
    JAVA {
        @Override
        List<String> run(JobServer server, String function, List<Payload> payloads) {
            List<String> lines = new CopyOnWriteArrayList<>();
            try (GearmanClient client = client(server)) {
                for (Payload payload : payloads) {
                    submit(client, function, payload, lines);
                }
            }
            return lines;
        }

        @Override
        void background(JobServer server, String function, List<Payload> payloads) {
            try (GearmanClient client = client(server)) {
                for (Payload payload : payloads) {
                    client.submitBackground(JobRequest.of(function, payload.bytes()))
                            .join();
                }
            }
        }
    },
    PHP {
        @Override
        List<String> run(JobServer server, String function, List<Payload> payloads) {
            return script(
                    server, List.of(Program.PHP.require(), Script.path("client.php")), "tasks", function, payloads);
        }

        @Override
        void background(JobServer server, String function, List<Payload> payloads) {
            script(server, List.of(Program.PHP.require(), Script.path("client.php")), "background", function, payloads);
        }
    },
    PERL {
        @Override
        List<String> run(JobServer server, String function, List<Payload> payloads) {
            return script(server, List.of(Program.PERL.require(), Script.path("client.pl")), "run", function, payloads);
        }

        @Override
        void background(JobServer server, String function, List<Payload> payloads) {
            script(server, List.of(Program.PERL.require(), Script.path("client.pl")), "background", function, payloads);
        }
    },
    /** The command {@code gearman}. */
    CLI {
        @Override
        List<String> run(JobServer server, String function, List<Payload> payloads) {
            List<String> lines = new ArrayList<>();
            for (Payload payload : payloads) {
                try (ForeignProcess process = command(server, function, payload, List.of())) {
                    boolean completed = process.awaitExit(TIMEOUT) == 0;
                    lines.add(completed ? Payload.completed(process.output()) : "fail");
                }
            }
            return lines;
        }

        @Override
        void background(JobServer server, String function, List<Payload> payloads) {
            for (Payload payload : payloads) {
                try (ForeignProcess process = command(server, function, payload, List.of("-b"))) {
                    process.awaitExit(TIMEOUT);
                }
            }
        }
    };

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Submits foreground jobs and waits for them. */
    abstract List<String> run(JobServer server, String function, List<Payload> payloads);

    /** Submits background jobs; returns when the server has them all. */
    abstract void background(JobServer server, String function, List<Payload> payloads);

    private static GearmanClient client(JobServer server) {
        return GearmanClient.builder().server(server.address()).build();
    }

    private static void submit(GearmanClient client, String function, Payload payload, List<String> lines) {
        JobListener listener = new JobListener() {
            @Override
            public void data(byte[] data) {
                lines.add("data " + text(data));
            }

            @Override
            public void warning(byte[] warning) {
                lines.add("warning " + text(warning));
            }

            @Override
            public void status(long numerator, long denominator) {
                lines.add("status " + numerator + "/" + denominator);
            }
        };
        JobRequest request = JobRequest.builder(function)
                .payload(payload.bytes())
                .timeout(TIMEOUT)
                .listener(listener)
                .build();
        try {
            lines.add(Payload.completed(client.submit(request).join()));
        } catch (CompletionException ex) {
            if (!(ex.getCause() instanceof GearmanJobFailedException failed)) {
                throw ex;
            }
            lines.add(failed.exceptionText().map(text -> "exception " + text).orElse("fail"));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> script(
            JobServer server, List<String> script, String mode, String function, List<Payload> payloads) {
        List<String> command = Stream.of(
                        script.stream(),
                        Stream.of(String.valueOf(server.port()), mode, function),
                        payloads.stream().map(payload -> payload.file().toString()))
                .flatMap(part -> part)
                .toList();
        try (ForeignProcess process = ForeignProcess.start(command)) {
            process.awaitExit(TIMEOUT);
            return process.outputText().lines().toList();
        }
    }

    private static ForeignProcess command(JobServer server, String function, Payload payload, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Program.GEARMAN.require(),
                "-h",
                JobServer.LOOPBACK,
                "-p",
                String.valueOf(server.port()),
                "-f",
                function));
        command.addAll(options);
        Path input = payload.file();
        if (payload.bytes().length == 0) {
            command.add("-s");
        }
        return ForeignProcess.start(command, input);
    }
}
