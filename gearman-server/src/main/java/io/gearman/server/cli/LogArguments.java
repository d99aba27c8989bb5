package io.gearman.server.cli;

import picocli.CommandLine.Option;

/** What is logged, and where to. */
final class LogArguments {

    static final String STDERR = "stderr";

    static final String NONE = "none";

    @Option(
            names = {"-l", "--log-file"},
            paramLabel = "FILE",
            description = "File to log to, opened again on SIGHUP; stderr and none are understood. Default: stderr.")
    String file = STDERR;

    @Option(names = "--syslog", description = "Log to syslog too, by the program logger. With -l none: to syslog only.")
    boolean syslog;

    @Option(
            names = "--verbose",
            paramLabel = "LEVEL",
            description = "How much is logged: FATAL, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG. Default:"
                    + " ERROR.")
    private String verbose = Verbosity.ERROR.name();

    Verbosity verbosity() {
        return Verbosity.named(this.verbose);
    }

    boolean isToStderr() {
        return this.file.equals(STDERR);
    }
}
