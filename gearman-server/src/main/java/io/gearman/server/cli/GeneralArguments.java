package io.gearman.server.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the process runs, and what it is asked instead of running. */
final class GeneralArguments {

    @Option(
            names = {"-h", "--help"},
            description = "Print this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Print the version.")
    boolean version;

    @Option(names = "--check-args", description = "Check the options and those of the configuration file, and exit.")
    boolean checkArgs;

    @Option(
            names = "--config-file",
            paramLabel = "FILE",
            description = "Read more options from FILE; those of the command line win. Default: /etc/gearmand.conf, if"
                    + " there.")
    @Nullable
    Path configFile;

    @Option(
            names = {"-d", "--daemon"},
            description = "Detach and run in the background. Returns when the server serves, or with 1.")
    boolean daemon;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Run as USER. Only root can; needs the program setpriv.")
    @Nullable
    String user;

    @Option(
            names = {"-P", "--pid-file"},
            paramLabel = "FILE",
            description = "Write the process id to FILE, which is removed at the end. Default: none.")
    @Nullable
    Path pidFile;

    @Option(
            names = {"-f", "--file-descriptors"},
            paramLabel = "N",
            description = "How many file descriptors the process must be allowed to have. Default: what it has.")
    @Nullable
    Integer fileDescriptors;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Accepted and without effect: one thread does the work of gearmand's.")
    int threads;

    @Option(names = "--coredump", description = "Accepted and without effect: see ulimit -c.")
    boolean coredump;

    /** What the process may have at least, as told by {@code -f}. */
    void checkFileDescriptors() {
        if (this.fileDescriptors != null && this.fileDescriptors > FileDescriptors.limit()) {
            throw new StartException("Failed to set limit for the number of file descriptors: " + this.fileDescriptors
                    + " asked for, " + FileDescriptors.limit()
                    + " allowed. Raise LimitNOFILE= of the service unit or ulimit -n, or give a smaller value to -f.");
        }
    }
}
