package io.gearman.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the standalone server, in the format of gearmand. Set up by code: reading a configuration file would take a
 * noticeable part of the start. Used by the main thread.
 */
final class Logging {

    private static final String PATTERN = "%7level %date{yyyy-MM-dd HH:mm:ss.SSSSSS} [ %thread ] %msg%n%ex";

    /** Where an operator says how to log in the logging library's own way, which then wins. */
    private static final String CONFIGURATION_PROPERTY = "logback.configurationFile";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    private @Nullable FileAppender<ILoggingEvent> fileAppender;

    private Logging() {}

    /** Has to come before anything is logged. */
    static Logging start(LogArguments arguments) {
        Logging logging = new Logging();
        if (System.getProperty(CONFIGURATION_PROPERTY) == null) {
            logging.context.reset();
            logging.configure(arguments);
        }
        return logging;
    }

    private void configure(LogArguments arguments) {
        Level level = arguments.verbosity().level();
        root().setLevel(level);
        // What it complains of is in the error of the store, with what to do.
        this.context.getLogger("com.zaxxer.hikari").setLevel(Level.OFF);
        this.context.getLogger("io.netty").setLevel(Level.WARN.isGreaterOrEqual(level) ? Level.WARN : level);
        switch (arguments.file) {
            case LogArguments.NONE -> {}
            case LogArguments.STDERR -> logToStderr();
            default -> logToFile(arguments.file);
        }
        if (arguments.syslog) {
            add(Syslog.appender(), Syslog.PATTERN);
        }
    }

    private void logToStderr() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        add(appender, PATTERN);
    }

    private void logToFile(String file) {
        try {
            // Only this tells the reason; the library tells nobody.
            new FileOutputStream(file, true).close();
        } catch (IOException ex) {
            System.err.println("gearmand: Could not open log file \"" + file + "\", from \""
                    + Path.of("").toAbsolutePath() + "\", switching to stderr. (" + ex.getMessage() + ")");
            logToStderr();
            return;
        }
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file);
        add(appender, PATTERN);
        this.fileAppender = appender;
    }

    private void add(OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(this.context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(this.context);
        appender.setEncoder(encoder);
        appender.start();
        root().addAppender(appender);
    }

    private ch.qos.logback.classic.Logger root() {
        return this.context.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** Opens the log file again, which somebody has moved away. */
    void reopen() {
        if (this.fileAppender != null) {
            this.fileAppender.stop();
            this.fileAppender.start();
            if (!this.fileAppender.isStarted()) {
                System.err.println("gearmand: Could not open log file \"" + this.fileAppender.getFile()
                        + "\" again; nothing is logged until the next SIGHUP");
            }
        }
    }
}
