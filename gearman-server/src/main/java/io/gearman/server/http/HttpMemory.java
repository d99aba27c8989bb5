package io.gearman.server.http;

/**
 * What all connections of the HTTP port together keep of requests and results that are not complete. Belongs to the event
 * loop of the port.
 */
final class HttpMemory {

    private final long limit;

    private long used;

    /**
     * Creates a memory of which nothing is used.
     *
     * @param limit how much may be used, in bytes
     */
    HttpMemory(long limit) {
        this.limit = limit;
    }

    /** Takes a part, or nothing if that much is not left. */
    boolean take(long bytes) {
        if (bytes > this.limit - this.used) {
            return false;
        }
        this.used += bytes;
        return true;
    }

    void giveBack(long bytes) {
        this.used -= bytes;
    }

    long used() {
        return this.used;
    }
}
