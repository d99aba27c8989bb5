package io.gearman.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.IOException;
import java.util.List;

/** The way to syslog: the program {@code logger}, since a JVM cannot send to the socket {@code /dev/log} itself. */
final class Syslog {

    /** The number that begins a line is the priority: facility daemon, and the severity that belongs to the level. */
    static final String PATTERN = "<%replace(%replace(%replace(%replace(%level){'ERROR','27'}){'WARN','28'})"
            + "{'INFO','30'}){'DEBUG','31'}>%7level [ %thread ] %msg%n%ex";

    private Syslog() {}

    static OutputStreamAppender<ILoggingEvent> appender() {
        long pid = ProcessHandle.current().pid();
        try {
            Process logger = new ProcessBuilder(
                            List.of("logger", "--tag", "gearmand", "--id=" + pid, "-p", "daemon.err", "--prio-prefix"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
            appender.setOutputStream(logger.getOutputStream());
            return appender;
        } catch (IOException ex) {
            throw new StartException(
                    "--syslog needs the program logger (package util-linux or bsdutils): " + ex.getMessage(), ex);
        }
    }
}
