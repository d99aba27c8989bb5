package io.gearman.server.admin;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reply of many lines, ended by a dot. It is made a slice at a time, so that a million jobs hold up nobody. Engine's thread
 * only.
 *
 * @param <T> what each line shows
 */
final class Listing<T> implements Iterator<String> {

    private static final int SLICE_ROWS = 500;

    private static final int SLICE_LENGTH = 32 << 10;

    private final Supplier<? extends Iterable<T>> source;

    private final BiConsumer<StringBuilder, T> line;

    private @Nullable Iterator<T> rows;

    /** Room for a slice, as the one before tells; the first grows as it goes. */
    private int sliceLength = 256;

    private boolean ended;

    Listing(Supplier<? extends Iterable<T>> source, BiConsumer<StringBuilder, T> line) {
        this.source = source;
        this.line = line;
    }

    @Override
    public boolean hasNext() {
        return !this.ended;
    }

    @Override
    public String next() {
        if (this.ended) {
            throw new NoSuchElementException();
        }
        Iterator<T> rows = this.rows == null ? this.source.get().iterator() : this.rows;
        this.rows = rows;
        StringBuilder slice = new StringBuilder(this.sliceLength);
        for (int i = 0; i < SLICE_ROWS && slice.length() < SLICE_LENGTH && rows.hasNext(); i++) {
            this.line.accept(slice, rows.next());
            slice.append('\n');
        }
        if (!rows.hasNext()) {
            slice.append(".\n");
            this.ended = true;
        }
        this.sliceLength = slice.length();
        return slice.toString();
    }

    /** Appends a name that a peer chose: what would break the line, or the terminal, is written as {@code \x0a}. */
    static StringBuilder printable(StringBuilder line, String name) {
        int done = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                line.append(name, done, i).append(String.format("\\x%02x", (int) c));
                done = i + 1;
            }
        }
        // Mostly the whole name, which is copied in one go.
        return done == 0 ? line.append(name) : line.append(name, done, name.length());
    }
}
