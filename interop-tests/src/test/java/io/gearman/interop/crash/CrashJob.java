package io.gearman.interop.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * A background job. All of it follows from its key, so that nothing has to be kept in order to check it later. Functions
 * and uniques are such that they differ for Gearman and are easily the same for a database.
 *
 * @param key what it is made from
 * @param submission the packet that submits it
 * @param function the function
 * @param unique the unique, empty if it has none
 * @param reducer the reducer, empty if it has none
 * @param payload empty, or the key and then any bytes
 */
record CrashJob(long key, int submission, byte[] function, byte[] unique, byte[] reducer, byte[] payload) {

    static final List<String> FUNCTIONS = List.of("crash", "CRASH", "crash ");

    private static final List<String> UNIQUES = List.of("Key-%d", "kEY-%d", "Key-%d ");

    private static final int MAX_UNIQUE = 64;

    static CrashJob of(long key) {
        SplittableRandom random = new SplittableRandom(key);
        int submission = switch (random.nextInt(8)) {
            case 0, 1 -> Wire.SUBMIT_JOB_HIGH_BG;
            case 2, 3 -> Wire.SUBMIT_JOB_LOW_BG;
            case 4 -> Wire.SUBMIT_JOB_EPOCH;
            case 5 -> Wire.SUBMIT_REDUCE_JOB_BACKGROUND;
            default -> Wire.SUBMIT_JOB_BG;
        };
        // Nine keys in a row: each of the three uniques of one number in each of the three functions.
        String function = FUNCTIONS.get((int) (key / 3 % 3));
        byte[] reducer = submission == Wire.SUBMIT_REDUCE_JOB_BACKGROUND ? bytes("sum") : new byte[0];
        return new CrashJob(key, submission, bytes(function), unique(key, random), reducer, payload(key, random));
    }

    private static byte[] unique(long key, SplittableRandom random) {
        String text = UNIQUES.get((int) (key % 3)).formatted(key / 9);
        return switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> bytes("-");
            case 2 -> (text + "\u00ff".repeat(MAX_UNIQUE - text.length())).getBytes(StandardCharsets.ISO_8859_1);
            default -> bytes(text);
        };
    }

    private static byte[] payload(long key, SplittableRandom random) {
        int more = switch (random.nextInt(32)) {
            case 0 -> random.nextInt(100_000);
            case 1, 2, 3 -> random.nextInt(5_000);
            default -> random.nextInt(200);
        };
        if (random.nextInt(12) == 0) {
            return new byte[0];
        }
        byte[] rest = new byte[more];
        random.nextBytes(rest);
        return ByteBuffer.allocate(Long.BYTES + more).putLong(key).put(rest).array();
    }

    /** Tells whether a second submission joins this job, as long as it has not ended. */
    boolean canBeJoined() {
        return this.unique.length > 1 && !isDelayed();
    }

    /** Names the queue that it waits in: its function and priority. */
    String queue() {
        boolean ofItsOwn = this.submission == Wire.SUBMIT_JOB_HIGH_BG || this.submission == Wire.SUBMIT_JOB_LOW_BG;
        return new String(this.function, StandardCharsets.ISO_8859_1) + (ofItsOwn ? this.submission : "");
    }

    boolean isDelayed() {
        return this.submission == Wire.SUBMIT_JOB_EPOCH;
    }

    /** Submits it, to be run at a time if it is a delayed one. */
    void submit(Wire wire, long epochSeconds) throws IOException {
        switch (this.submission) {
            case Wire.SUBMIT_JOB_EPOCH ->
                wire.send(
                        this.submission, this.function, this.unique, bytes(String.valueOf(epochSeconds)), this.payload);
            case Wire.SUBMIT_REDUCE_JOB_BACKGROUND ->
                wire.send(this.submission, this.function, this.unique, this.reducer, new byte[0], this.payload);
            default -> wire.send(this.submission, this.function, this.unique, this.payload);
        }
    }

    /** What has to be the same when it comes back. */
    long fingerprint() {
        return fingerprint(this.function, this.unique, this.reducer, this.payload);
    }

    static long fingerprint(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            all.writeBytes(part);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(all.toByteArray());
        return (long) all.size() << 32 | checksum.getValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "job " + this.key + " (packet " + this.submission + ", function '"
                + new String(this.function, StandardCharsets.ISO_8859_1) + "', unique of " + this.unique.length
                + " bytes, payload of " + this.payload.length + ")";
    }
}
