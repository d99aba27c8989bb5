package io.gearman.server.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum that a {@link JobDatabase} keeps beside each job, so that damage on the disk is found and never served. It
 * covers everything but the retries, which change. Part of the format of every database: it must never change.
 */
public final class JobChecksum {

    private static final int NO_REDUCER = -1;

    private static final byte[] NONE = {};

    private JobChecksum() {}

    /**
     * Computes the checksum of a job.
     *
     * @param job the job; its retries are not asked for
     * @return a CRC-32C
     */
    public static int of(StoredJob job) {
        byte[] function = job.functionName();
        byte[] unique = job.unique();
        byte[] reducer = job.reducer();
        byte[] payload = job.payload();
        // The lengths go first, so that a byte cannot move from one value to the next.
        ByteBuffer head = ByteBuffer.allocate(2 * Long.BYTES + 5 * Integer.BYTES)
                .putLong(job.number())
                .putLong(job.runAtMillis())
                .putInt(job.priority().ordinal())
                .putInt(function.length)
                .putInt(unique.length)
                .putInt(reducer == null ? NO_REDUCER : reducer.length)
                .putInt(payload.length);
        CRC32C crc = new CRC32C();
        crc.update(head.array());
        crc.update(function);
        crc.update(unique);
        crc.update(reducer == null ? NONE : reducer);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
