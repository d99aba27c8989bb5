package io.gearman.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** What a job carries, in memory and as a file for programs that read it from there. */
record Payload(String name, byte[] bytes, Path file) {

    static final Payload EMPTY = of("0 B", new byte[0]);

    static final Payload ONE = of("1 B", new byte[1]);

    static final Payload ALL_VALUES = of("all 256 byte values", allValues());

    static final Payload BEYOND_64_KIB = of("64 KiB + 1 B", random(64 * 1024 + 1));

    static final Payload ONE_MB = of("1 MB", random(1_000_000));

    static final Payload TEN_MB = of("10 MB", random(10_000_000));

    static Payload of(String name, byte[] bytes) {
        try {
            Path file = Files.createTempFile("interop", ".payload");
            file.toFile().deleteOnExit();
            return new Payload(name, bytes, Files.write(file, bytes));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static byte[] allValues() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** The line by which a client says that this came back. */
    String completed() {
        return completed(this.bytes);
    }

    static String completed(byte[] result) {
        return "complete " + result.length + " " + sha1(result);
    }

    /** The line by which a worker says that it got this. */
    String ran() {
        return ran(this.bytes);
    }

    static String ran(byte[] payload) {
        return "ran " + sha1(payload);
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public String toString() {
        return this.name;
    }
}
