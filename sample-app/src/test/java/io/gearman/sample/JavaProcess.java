package io.gearman.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Programs on the class path of the tests, in a JVM of their own. */
public final class JavaProcess {

    private JavaProcess() {}

    /** Prepares a program, which is not started yet. */
    public static ProcessBuilder of(Class<?> program, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /**
     * Finds a port of the loopback address on which nobody listens, below those of outgoing connections: one of these could
     * take it before the program does.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                // Somebody listens: try another one.
            } catch (IOException refused) {
                return port;
            }
        }
    }
}
