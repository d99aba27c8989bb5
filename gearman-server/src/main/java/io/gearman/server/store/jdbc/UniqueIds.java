package io.gearman.server.store.jdbc;

import io.gearman.server.store.StoredJob;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names what submissions coalesce by: 16 bytes of a hash of function and unique, which fit into an index where these do not. Part
 * of the format of the tables: it must never change.
 */
final class UniqueIds {

    private static final int LENGTH = 16;

    private UniqueIds() {}

    /** Returns the id, or {@code null} for a job that is the same as no other. */
    static @Nullable ByteBuffer of(StoredJob job) {
        byte[] unique = job.unique();
        boolean byPayload = unique.length == 1 && unique[0] == '-';
        if (unique.length == 0 || (byPayload && job.payload().length == 0)) {
            return null;
        }
        byte[] function = job.functionName();
        // The lengths go first, so that a byte cannot move from one value to the next.
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(function.length)
                .putInt(unique.length)
                .flip());
        digest.update(function);
        digest.update(unique);
        if (byPayload) {
            digest.update(job.payload());
        }
        return ByteBuffer.wrap(Arrays.copyOf(digest.digest(), LENGTH));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every JVM has SHA-256", ex);
        }
    }
}
