package io.gearman.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name, or how it begins. Immutable. */
final class NamePattern {

    private final byte[] begin;

    private final boolean open;

    private NamePattern(byte[] begin, boolean open) {
        this.begin = begin;
        this.open = open;
    }

    /** Takes a name; a {@code *} at its end stands for anything. */
    static NamePattern of(String text) {
        boolean open = text.endsWith("*");
        String begin = open ? text.substring(0, text.length() - 1) : text;
        return new NamePattern(begin.getBytes(StandardCharsets.UTF_8), open);
    }

    boolean matches(byte[] name) {
        int length = this.begin.length;
        return (this.open ? name.length >= length : name.length == length)
                && Arrays.equals(name, 0, length, this.begin, 0, length);
    }
}
