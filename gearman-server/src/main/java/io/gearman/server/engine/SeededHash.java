package io.gearman.server.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-1-3 with a key of this server. What peers choose is looked up by it, so that nobody can find names that all fall
 * into one bucket. Immutable.
 */
final class SeededHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FINAL_ROUNDS = 3;

    private final long k0;

    private final long k1;

    SeededHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Makes both halves of the key out of one secret number. */
    static SeededHash of(long seed) {
        return new SeededHash(seed, Long.rotateLeft(seed, 32) ^ 0x9E3779B97F4A7C15L);
    }

    int of(byte[] bytes) {
        long hash = sip(bytes);
        return (int) (hash ^ (hash >>> 32));
    }

    long sip(byte[] bytes) {
        long v0 = this.k0 ^ 0x736f6d6570736575L;
        long v1 = this.k1 ^ 0x646f72616e646f6dL;
        long v2 = this.k0 ^ 0x6c7967656e657261L;
        long v3 = this.k1 ^ 0x7465646279746573L;
        int words = bytes.length / Long.BYTES + 1;
        for (int i = 0; i < words + FINAL_ROUNDS; i++) {
            long word = i < words - 1 ? (long) LONGS.get(bytes, i * Long.BYTES) : i == words - 1 ? last(bytes) : 0;
            if (i == words) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The bytes that are left over, and the length. */
    private static long last(byte[] bytes) {
        int left = bytes.length % Long.BYTES;
        long word = (long) bytes.length << 56;
        if (left > 0 && bytes.length >= Long.BYTES) {
            return word | (long) LONGS.get(bytes, bytes.length - Long.BYTES) >>> (Long.BYTES - left) * 8;
        }
        for (int i = 0; i < left; i++) {
            word |= (bytes[i] & 0xffL) << i * 8;
        }
        return word;
    }
}
