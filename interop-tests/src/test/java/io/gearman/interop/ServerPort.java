package io.gearman.interop;

/** A port for a server of a test, for tests outside of this package. */
public final class ServerPort {

    private ServerPort() {}

    /** Finds one that nobody uses. */
    public static int free() {
        return ServerKind.freePort();
    }

    /** Asks the server at the port a text command whose answer is one line. */
    public static String ask(int port, String command) {
        try (AdminConnection connection = new AdminConnection(port)) {
            return connection.line(command);
        }
    }
}
