package io.gearman.interop;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** The job servers that a test can run against. */
public enum ServerKind {
    /** Ours, within the test's JVM. */
    OURS {
        @Override
        JobServer start(int port) {
            return JobServer.embedded(GearmanServer.start(GearmanServerOptions.builder()
                    .listen(JobServer.LOOPBACK)
                    .port(port)
                    .build()));
        }
    },
    /** Ours, as its own process. */
    OURS_PROCESS {
        @Override
        JobServer start(int port) {
            return ours(port, List.of());
        }
    },
    /** gearmand 1.1.20, the C server of Debian. */
    GEARMAND {
        @Override
        JobServer start(int port) {
            return JobServer.process(this, port, gearmand(port, Program.GEARMAND.require()));
        }
    },
    /** Gearman::Server, the Perl server. */
    PERL {
        @Override
        JobServer start(int port) {
            return JobServer.process(
                    this,
                    port,
                    List.of(
                            Program.PERL_SERVER.require(),
                            "--listen",
                            JobServer.LOOPBACK,
                            "--port",
                            String.valueOf(port)));
        }
    };

    /** The ports end below those of outgoing connections: one of these could take a port before the server does. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 30_000;

    /** Starts at random, as a test run before this one may have left a port behind that cannot be had yet. */
    private static final AtomicInteger PORTS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST_PORT - FIRST_PORT));

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    /** Starts the server on a port and waits until it serves. */
    abstract JobServer start(int port);

    JobServer start() {
        return start(freePort());
    }

    /** Starts ours or gearmand with more options than where to listen; ours then is a process of its own. */
    public JobServer start(List<String> options) {
        int port = freePort();
        if (options.isEmpty()) {
            return start(port);
        }
        List<String> command = isOurs() ? command(port, SMALL, List.of()) : gearmand(port, Program.GEARMAND.require());
        command.addAll(options);
        return JobServer.process(isOurs() ? OURS_PROCESS : this, port, command);
    }

    boolean isOurs() {
        return this == OURS || this == OURS_PROCESS;
    }

    /** Completes a command by the options that ours and the C gearmand have in common. */
    private static List<String> gearmand(int port, String... program) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("-L", JobServer.LOOPBACK, "-p", String.valueOf(port), "-l", "stderr"));
        command.addAll(List.of("-P", JobServer.pidFile(port).toString()));
        return command;
    }

    /**
     * Gives a port that nobody listens on, and none twice: a server takes a second to be there, and another one that listened
     * on its port meanwhile would be taken for it. A socket that listened on it for a trial would do so too for as long as a
     * process inherits it that starts meanwhile.
     */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(PORTS.getAndIncrement(), LAST_PORT - FIRST_PORT);
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                // Somebody listens: try another one.
            } catch (IOException refused) {
                return port;
            }
        }
    }

    /** Starts ours as its own process, with more options than where to listen, and waits until it serves. */
    public static JobServer ours(int port, List<String> options) {
        return JobServer.process(OURS_PROCESS, port, command(port, SMALL, options));
    }

    /** Starts ours as the child of another program, such as one that traces it, and waits until it serves. */
    static JobServer oursUnder(List<String> program, int port, String jvmOption) {
        List<String> jvm = new ArrayList<>(SMALL);
        jvm.add(jvmOption);
        List<String> command = new ArrayList<>(program);
        command.addAll(command(port, jvm, List.of()));
        return JobServer.process(OURS_PROCESS, port, command);
    }

    /** Starts ours as its own process and waits for nothing. */
    public static JobServer launched(int port, List<String> options) {
        return launched(port, SMALL, options);
    }

    /** Starts ours as its own process, with options of the JVM and of the server, and waits for nothing. */
    public static JobServer launched(int port, List<String> jvm, List<String> options) {
        return JobServer.launched(OURS_PROCESS, port, command(port, jvm, options));
    }

    private static List<String> command(int port, List<String> jvm, List<String> options) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(jvm);
        program.addAll(List.of("-jar", gearmandJar().toString()));
        List<String> command = gearmand(port, program.toArray(String[]::new));
        command.addAll(options);
        return command;
    }

    private static Path gearmandJar() {
        Path jar = Path.of("..", "gearman-server", "target", "gearmand.jar");
        String reason = jar + " is not built: run mvn verify from the top";
        if (!Files.exists(jar) && Boolean.getBoolean("gearman.interop.required")) {
            throw new AssertionError(reason);
        }
        Assumptions.assumeTrue(Files.exists(jar), reason);
        return jar;
    }
}
