package io.gearman.server.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Job handles: a prefix, a colon and the number of the job. Formatted when needed and looked up by number, so no job keeps
 * its handle. Engine's thread only.
 */
final class Handles {

    static final long NONE = -1;

    private final byte[] prefix;

    Handles(String prefix) {
        this.prefix = (prefix + ":").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] of(Job job) {
        int digits = 1;
        for (long rest = job.number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] handle = Arrays.copyOf(this.prefix, this.prefix.length + digits);
        long rest = job.number;
        for (int i = handle.length - 1; i >= this.prefix.length; i--) {
            handle[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return handle;
    }

    /** Returns the number in a handle, or {@link #NONE} if this server cannot have made it. */
    long number(byte[] handle) {
        int length = handle.length;
        // libgearman and old workers end handles with a NUL where the protocol has none.
        if (length > 0 && handle[length - 1] == 0) {
            length--;
        }
        int digits = length - this.prefix.length;
        if (digits < 1
                || digits > 18
                || !Arrays.equals(handle, 0, this.prefix.length, this.prefix, 0, this.prefix.length)
                || handle[this.prefix.length] == '0') {
            return NONE;
        }
        long number = 0;
        for (int i = this.prefix.length; i < length; i++) {
            int digit = handle[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
