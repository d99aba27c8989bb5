package io.gearman.server.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Job handles: a prefix, a colon and the number of the job. Formatted when needed and looked up by number, so no job keeps
 * its handle. Engine's thread only.
 */
final class Handles {

    static final long NONE = -1;

    private static final int MAX_DIGITS = 18;

    private final byte[] prefix;

    Handles(String prefix) {
        this.prefix = (prefix + ":").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] of(Job job) {
        return of(job.number);
    }

    byte[] of(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] handle = Arrays.copyOf(this.prefix, this.prefix.length + digits);
        long rest = number;
        for (int i = handle.length - 1; i >= this.prefix.length; i--) {
            handle[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return handle;
    }

    /** Returns the number in a handle that any server of a shared store may have made, or {@link #NONE}. */
    static long numberOfAny(byte[] handle) {
        int start = handle.length;
        while (start > 0 && handle[start - 1] >= '0' && handle[start - 1] <= '9') {
            start--;
        }
        int digits = handle.length - start;
        if (digits < 1 || digits > MAX_DIGITS || start == 0 || handle[start - 1] != ':' || handle[start] == '0') {
            return NONE;
        }
        return Long.parseLong(new String(handle, start, digits, StandardCharsets.US_ASCII));
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
                || digits > MAX_DIGITS
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
