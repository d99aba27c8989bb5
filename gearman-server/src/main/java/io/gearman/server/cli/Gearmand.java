package io.gearman.server.cli;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerException;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.GearmanVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The job server as a program, with the options of gearmand. Used by the main thread. */
@Command(
        name = "gearmand",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        versionProvider = Gearmand.Version.class,
        description = "A Gearman job server.")
public final class Gearmand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-p", "--port"},
            defaultValue = "${env:GEARMAND_PORT:-4730}",
            description = "Port to listen on. Default: 4730, or the environment variable GEARMAND_PORT.")
    private int port;

    @Option(
            names = {"-L", "--listen"},
            description = "Host name or address to listen on. Default: all addresses.")
    private @Nullable String listen;

    @Option(
            names = {"-P", "--pid-file"},
            description = "File to write the process id to. Removed at the end.")
    private @Nullable Path pidFile;

    @Option(
            names = {"-l", "--log-file"},
            description = "File to log to; stderr and none are understood. Default: stderr.")
    private String logFile = LogTarget.STDERR;

    @Option(
            names = {"-j", "--job-retries"},
            defaultValue = "-1",
            description =
                    "How often a job may lose its worker: -1 without limit, 0 never, N fails it at the N-th loss.")
    private int jobRetries;

    @Option(
            names = {"-w", "--worker-wakeup"},
            defaultValue = "0",
            description = "Sleeping workers to wake for a job. Default: as many as there are jobs for them.")
    private int workerWakeup;

    @Option(
            names = {"-b", "--backlog"},
            defaultValue = "1024",
            description = "Connections that the system holds until they are accepted. Default: 1024.")
    private int backlog;

    @Option(names = "--job-handle-prefix", description = "What job handles begin with. Default: H:<host name>.")
    private @Nullable String jobHandlePrefix;

    @Option(names = "--exceptions", description = "Begin each connection with the exceptions option on.")
    private boolean exceptions;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    private Gearmand() {}

    /**
     * Runs the job server until the process is told to stop.
     *
     * @param args the options; {@code --help} lists them
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Gearmand())
                .setExitCodeExceptionMapper(ex -> 1)
                .setParameterExceptionHandler((ex, arguments) -> {
                    ex.getCommandLine().getErr().println(ex.getMessage());
                    return 1;
                })
                .setExecutionExceptionHandler((ex, commandLine, parsed) -> {
                    commandLine.getErr().println(ex.getMessage());
                    return 1;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        LogTarget.use(this.logFile);
        GearmanServer server = GearmanServer.start(options());
        try {
            writePidFile();
        } catch (UncheckedIOException ex) {
            server.close();
            throw new GearmanServerException("Cannot write the pid file " + this.pidFile + ": " + ex.getCause(), ex);
        }
        // Only now: the hook ends the process with 0, which is not how a failed start ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "gearmand-stop"));
        // The signal that ends the process runs the hook; this thread has nothing left to do.
        new CountDownLatch(1).await();
        return 0;
    }

    private GearmanServerOptions options() {
        GearmanServerOptions.Builder options = GearmanServerOptions.builder()
                .jobRetries(this.jobRetries)
                .workerWakeup(this.workerWakeup)
                .backlog(this.backlog)
                .exceptions(this.exceptions);
        try {
            options.port(this.port);
        } catch (IllegalArgumentException ex) {
            throw new ParameterException(Objects.requireNonNull(this.spec).commandLine(), ex.getMessage());
        }
        if (this.listen != null) {
            options.listen(this.listen);
        }
        if (this.jobHandlePrefix != null) {
            options.jobHandlePrefix(this.jobHandlePrefix);
        }
        return options.build();
    }

    private void writePidFile() {
        if (this.pidFile == null) {
            return;
        }
        try {
            Files.writeString(this.pidFile, ProcessHandle.current().pid() + "\n");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void stop(GearmanServer server) {
        server.close();
        if (this.pidFile != null) {
            try {
                Files.deleteIfExists(this.pidFile);
            } catch (IOException ex) {
                System.err.println("Cannot remove the pid file " + this.pidFile + ": " + ex);
            }
        }
        // gearmand ends with 0 after SIGTERM and SIGINT; the JVM would say 143 and 130.
        Runtime.getRuntime().halt(0);
    }

    /** Prints what gearmand prints for {@code --version}: an empty line, then name and version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"", "gearmand " + GearmanVersion.current()};
        }
    }
}
