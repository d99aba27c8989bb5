package io.gearman.client;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes uniques for background jobs that have none. The stores of gearmand keep one row for each function and unique, so jobs
 * without one overwrite each other there; and a job that is submitted again to the same server, because the connection broke
 * before the answer, is joined to the first instead of being queued twice. Any thread may use it.
 */
final class GeneratedUniques {

    private final String prefix = Long.toHexString(new SecureRandom().nextLong()) + "-";

    private final AtomicLong count = new AtomicLong();

    String next() {
        return this.prefix + Long.toHexString(this.count.incrementAndGet());
    }
}
