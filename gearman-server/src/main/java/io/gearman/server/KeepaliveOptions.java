package io.gearman.server;

/**
 * How the system finds out that a silent peer's machine is gone. Keepalive itself is always on for accepted connections, as
 * with gearmand 1.1.20 whatever its {@code --keepalive} says.
 *
 * @param idleSeconds after how much silence the peer is probed ({@code --keepalive-idle}); -1 for the system's default
 * @param intervalSeconds how long to wait for an answer before the next probe ({@code --keepalive-interval}); -1 likewise
 * @param count how many probes stay unanswered before the connection is lost ({@code --keepalive-count}); -1 likewise
 */
public record KeepaliveOptions(int idleSeconds, int intervalSeconds, int count) {

    /** What the system has; Linux probes after two hours. */
    public static final KeepaliveOptions DEFAULT = new KeepaliveOptions(-1, -1, -1);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is neither -1 nor positive, or more than Linux takes
     */
    public KeepaliveOptions {
        check("idleSeconds", idleSeconds, 32767);
        check("intervalSeconds", intervalSeconds, 32767);
        check("count", count, 127);
    }

    private static void check(String name, int value, int most) {
        if (value != -1 && (value < 1 || value > most)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ", or -1)");
        }
    }
}
