package io.gearman.server.cli;

import ch.qos.logback.classic.Level;
import java.util.Arrays;

/** gearmand's log levels, in its order, and what they are to the logging library. */
enum Verbosity {
    FATAL,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    /** As gearmand 1.1.20 does, takes names in upper case only. */
    static Verbosity named(String name) {
        return Arrays.stream(values())
                .filter(verbosity -> verbosity.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StartException(
                        "Invalid value for --verbose supplied: " + name + " (expected: one of " + listed() + ")"));
    }

    private static String listed() {
        String names = Arrays.toString(values());
        return names.substring(1, names.length() - 1);
    }

    Level level() {
        return switch (this) {
            case FATAL, ALERT, CRITICAL, ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case NOTICE, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }
}
