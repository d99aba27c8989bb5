package io.gearman.server.cli;

/** Where the standalone server logs to. The configuration of the logging library reads it from a system property. */
final class LogTarget {

    static final String STDERR = "stderr";

    private static final String CONFIGURATION = "logback.configurationFile";

    private static final String NONE = "none";

    private LogTarget() {}

    /** Has to come before the first log line: the logging library reads its configuration then. */
    static void use(String target) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "io/gearman/server/cli/logback.xml");
        }
        switch (target) {
            case STDERR -> System.setProperty("gearmand.log.appender", "STDERR");
            case NONE -> System.setProperty("gearmand.log.appender", "NONE");
            default -> {
                System.setProperty("gearmand.log.appender", "FILE");
                System.setProperty("gearmand.log.file", target);
            }
        }
    }
}
