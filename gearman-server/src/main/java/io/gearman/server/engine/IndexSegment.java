package io.gearman.server.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link HashIndex}: the first entry of each hash that begins with the same bits. Hashes lie next to each other,
 * apart from the entries, which are all over the memory and would each be waited for: a search that finds nothing, a split and
 * a merge look at no entry. Engine's thread only.
 */
final class IndexSegment<E> {

    /** So many bits its hashes have in common. */
    private final int depth;

    /** An entry is in the first free slot from the one on that the last bits of its hash pick. A free slot has 0. */
    private final int[] hashes;

    private final @Nullable Object[] entries;

    private int size;

    IndexSegment(int depth, int slots) {
        this.depth = depth;
        this.hashes = new int[slots];
        this.entries = new @Nullable Object[slots];
    }

    int depth() {
        return this.depth;
    }

    /** Three quarters are the most: with more, searches get long. */
    boolean isFull() {
        return this.size >= this.hashes.length / 4 * 3;
    }

    /** Tells whether another with as few would have {@linkplain #isRoomFor room} here. */
    boolean isFew() {
        return this.size <= this.hashes.length * 3 / 16;
    }

    /** Tells whether both have so few entries that one of them would not be full for long. */
    boolean isRoomFor(IndexSegment<E> other) {
        return this.size + other.size <= this.hashes.length * 3 / 8;
    }

    @Nullable
    E first(int hash) {
        int slot = slot(hash);
        return this.hashes[slot] == 0 ? null : entry(slot);
    }

    /** Puts an entry in place of that with the same hash, and returns that one, if there is one. */
    @Nullable
    E put(int hash, E entry) {
        int slot = slot(hash);
        E before = null;
        if (this.hashes[slot] == 0) {
            this.hashes[slot] = hash;
            this.size++;
        } else {
            before = entry(slot);
        }
        this.entries[slot] = entry;
        return before;
    }

    void remove(int hash) {
        int mask = this.hashes.length - 1;
        int free = slot(hash);
        this.size--;
        // What has been driven on by others moves back, or a search would end at the free slot.
        for (int slot = (free + 1) & mask; this.hashes[slot] != 0; slot = (slot + 1) & mask) {
            int driven = (slot - this.hashes[slot]) & mask;
            if (driven >= ((slot - free) & mask)) {
                this.hashes[free] = this.hashes[slot];
                this.entries[free] = this.entries[slot];
                free = slot;
            }
        }
        this.hashes[free] = 0;
        this.entries[free] = null;
    }

    /** Returns a segment of those whose next bit is this. */
    IndexSegment<E> half(int nextBit) {
        IndexSegment<E> half = new IndexSegment<>(this.depth + 1, this.hashes.length);
        for (int slot = 0; slot < this.hashes.length; slot++) {
            int hash = this.hashes[slot];
            if (hash != 0 && (hash >>> (Integer.SIZE - 1 - this.depth) & 1) == nextBit) {
                half.put(hash, entry(slot));
            }
        }
        return half;
    }

    /** Returns a segment of both halves. */
    static <E> IndexSegment<E> merged(IndexSegment<E> lower, IndexSegment<E> upper) {
        IndexSegment<E> merged = new IndexSegment<>(lower.depth - 1, lower.hashes.length);
        lower.copyTo(merged);
        upper.copyTo(merged);
        return merged;
    }

    private void copyTo(IndexSegment<E> other) {
        for (int slot = 0; slot < this.hashes.length; slot++) {
            if (this.hashes[slot] != 0) {
                other.put(this.hashes[slot], entry(slot));
            }
        }
    }

    void forEach(Consumer<E> action) {
        for (int slot = 0; slot < this.hashes.length; slot++) {
            if (this.hashes[slot] != 0) {
                action.accept(entry(slot));
            }
        }
    }

    /** Returns the slot of a hash, or the free one where it belongs. */
    private int slot(int hash) {
        int[] hashes = this.hashes;
        int mask = hashes.length - 1;
        int slot = hash & mask;
        while (hashes[slot] != hash && hashes[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a slot with a hash has an entry
    private E entry(int slot) {
        return (E) this.entries[slot];
    }
}
