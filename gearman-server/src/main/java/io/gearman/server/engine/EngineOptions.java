package io.gearman.server.engine;

import java.time.ZoneId;

/**
 * The settings of the engine.
 *
 * @param handlePrefix what job handles begin with, before the colon and the number; gearmand's default is {@code H:}
 *     and the host name
 * @param jobRetries how often a job may lose its worker: -1 for any number, 0 and 1 fail it at the first loss, N at the
 *     N-th (gearmand's {@code --job-retries})
 * @param exceptions whether each connection begins with the {@code exceptions} option on
 * @param workerWakeup how many sleeping workers a new job wakes; 0 wakes as many as there are jobs for them
 * @param wakeupTimeoutMillis how long a woken worker has to ask for a job before its wake-up is passed on to another
 * @param zone where {@code SUBMIT_JOB_SCHED} takes its hours and days from
 * @param limits what peers may make the engine keep
 * @param hashSeed a number that peers cannot know, so that they cannot choose names that collide
 */
public record EngineOptions(
        String handlePrefix,
        int jobRetries,
        boolean exceptions,
        int workerWakeup,
        long wakeupTimeoutMillis,
        ZoneId zone,
        EngineLimits limits,
        long hashSeed) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public EngineOptions {
        // A handle has less than 64 bytes; the number needs 20 of them and the colon one.
        if (handlePrefix.isEmpty()
                || handlePrefix.length() > 42
                || !handlePrefix.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("handlePrefix: '" + handlePrefix
                    + "' (expected: 1 to 42 printable ASCII characters without spaces)");
        }
        if (jobRetries < -1 || jobRetries > 255) {
            throw new IllegalArgumentException("jobRetries: " + jobRetries + " (expected: -1 to 255)");
        }
        if (workerWakeup < 0) {
            throw new IllegalArgumentException("workerWakeup: " + workerWakeup + " (expected: 0 or more)");
        }
        if (wakeupTimeoutMillis <= 0) {
            throw new IllegalArgumentException("wakeupTimeoutMillis: " + wakeupTimeoutMillis + " (expected: > 0)");
        }
    }
}
