package io.gearman.server.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts this very command once more, detached or as another user, since a JVM can neither fork nor change its user. Used by
 * the main thread.
 */
final class Relaunch {

    /** Tells the process that it is the one that was started here. */
    private static final String VARIABLE = "GEARMAND_RELAUNCHED";

    private static final String SERVING = "gearmand serves";

    private final GeneralArguments arguments;

    Relaunch(GeneralArguments arguments) {
        this.arguments = arguments;
    }

    /** Tells whether the options ask for something that this process cannot be. */
    boolean isNeeded() {
        return !isDone() && (this.arguments.daemon || this.arguments.user != null);
    }

    private static boolean isDone() {
        return System.getenv(VARIABLE) != null;
    }

    /** Starts the command, and returns the exit code: at once for a daemon that serves, else when it has ended. */
    int run() throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().put(VARIABLE, "yes");
        builder.redirectInput(new File("/dev/null"));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!this.arguments.daemon) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        try {
            Process process = builder.start();
            return this.arguments.daemon ? awaitServing(process) : accompany(process);
        } catch (IOException ex) {
            throw new StartException(
                    "Cannot start the server in the background or as another user: " + ex.getMessage()
                            + ". The programs setsid and setpriv (package util-linux) are needed; or leave out"
                            + " --daemon and --user, and let the service manager do both.",
                    ex);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (this.arguments.daemon) {
            command.add("setsid");
        }
        if (this.arguments.user != null) {
            command.addAll(new SystemUser(this.arguments.user).switchCommand());
        }
        command.addAll(ownCommandLine());
        return command;
    }

    private static List<String> ownCommandLine() {
        try {
            String[] words = Files.readString(Path.of("/proc/self/cmdline")).split("\0");
            List<String> command = new ArrayList<>(Arrays.asList(words));
            command.set(0, Path.of("/proc/self/exe").toRealPath().toString());
            return command;
        } catch (IOException ex) {
            throw new StartException(
                    "--daemon and --user need the file system /proc: " + ex
                            + ". Leave them out, and let the service manager do both.",
                    ex);
        }
    }

    private static int awaitServing(Process process) throws IOException, InterruptedException {
        AtomicBoolean serving = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // Somebody ends this process before the other one is there.
            if (!serving.get()) {
                process.destroy();
            }
        }));
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            serving.set(reader.lines().anyMatch(SERVING::equals));
        }
        return serving.get() ? 0 : process.waitFor();
    }

    private static int accompany(Process process) throws InterruptedException {
        Signals.handle(signal -> {
            try {
                new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start();
            } catch (IOException ex) {
                System.err.println("gearmand: Cannot pass on the signal " + signal + ": " + ex.getMessage());
            }
        });
        return process.waitFor();
    }

    /** Tells the process that waits in {@link #run}, if any, that this one serves, and lets go of the terminal. */
    void tellServing(boolean keepsStderr) {
        if (isDone() && this.arguments.daemon) {
            System.out.println(SERVING);
            // Closing one of the three standard streams makes the JDK open /dev/null in its place.
            System.out.close();
            if (!keepsStderr) {
                System.err.close();
            }
        }
    }
}
