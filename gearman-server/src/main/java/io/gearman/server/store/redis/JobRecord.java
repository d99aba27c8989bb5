package io.gearman.server.store.redis;

import io.gearman.server.store.JobChecksum;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A job as the bytes of a value in Redis: format, checksum, priority, time, the lengths of function, unique and reducer, and
 * then these and the payload. All but the retries.
 */
final class JobRecord {

    private static final byte FORMAT = 1;

    private static final int HEAD = 2 * Byte.BYTES + 4 * Integer.BYTES + Long.BYTES;

    private static final int NO_REDUCER = -1;

    private static final byte[] NONE = {};

    private JobRecord() {}

    static byte[] of(StoredJob job) {
        byte[] reducer = job.reducer();
        byte[] tail = reducer == null ? NONE : reducer;
        int size = HEAD + job.functionName().length + job.unique().length + tail.length + job.payload().length;
        return ByteBuffer.allocate(size)
                .put(FORMAT)
                .putInt(JobChecksum.of(job))
                .put((byte) job.priority().ordinal())
                .putLong(job.runAtMillis())
                .putInt(job.functionName().length)
                .putInt(job.unique().length)
                .putInt(reducer == null ? NO_REDUCER : reducer.length)
                .put(job.functionName())
                .put(job.unique())
                .put(tail)
                .put(job.payload())
                .array();
    }

    /** Reads a job. Empty if it is not what a job server wrote. */
    static Optional<RecoveredJob> read(byte[] field, byte[] value, int retries) {
        try {
            ByteBuffer record = ByteBuffer.wrap(value);
            byte format = record.get();
            int checksum = record.getInt();
            Priority priority = Priority.values()[record.get()];
            long runAtMillis = record.getLong();
            int functionLength = record.getInt();
            int uniqueLength = record.getInt();
            int reducerLength = record.getInt();
            byte[] function = next(record, functionLength);
            byte[] unique = next(record, uniqueLength);
            byte[] reducer = reducerLength == NO_REDUCER ? null : next(record, reducerLength);
            byte[] payload = next(record, record.remaining());
            long number = Long.parseLong(new String(field, StandardCharsets.US_ASCII));
            RecoveredJob job =
                    new RecoveredJob(number, function, unique, payload, reducer, priority, runAtMillis, retries);
            return format == FORMAT && JobChecksum.of(job) == checksum ? Optional.of(job) : Optional.empty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NumberFormatException ex) {
            return Optional.empty();
        }
    }

    private static byte[] next(ByteBuffer record, int length) {
        // A damaged length may be any number.
        if (length < 0 || length > record.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        record.get(bytes);
        return bytes;
    }
}
