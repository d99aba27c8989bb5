package io.gearman.server.store;

import org.jspecify.annotations.Nullable;

/**
 * A job as a store gives it back.
 *
 * @param number as in {@link StoredJob}
 * @param functionName as in {@link StoredJob}
 * @param unique as in {@link StoredJob}
 * @param payload as in {@link StoredJob}
 * @param reducer as in {@link StoredJob}
 * @param priority as in {@link StoredJob}
 * @param runAtMillis as in {@link StoredJob}
 * @param retries as in {@link StoredJob}
 */
public record RecoveredJob(
        long number,
        byte[] functionName,
        byte[] unique,
        byte[] payload,
        byte @Nullable [] reducer,
        Priority priority,
        long runAtMillis,
        int retries)
        implements StoredJob {}
