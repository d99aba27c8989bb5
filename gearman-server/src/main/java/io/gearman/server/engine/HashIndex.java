package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that grows and shrinks a segment at a time (extendible hashing), so that no submission pays for all the jobs
 * that are there: a table that doubles would halt the engine for as long as a million jobs take to move. The directory, which
 * does double, has one place for hundreds of entries. Entries of the same hash are chained through themselves. Engine's
 * thread only.
 */
abstract class HashIndex<E> {

    /** The segments; each has as many places next to each other as hashes begin with its bits. */
    private IndexSegment<E>[] directory;

    /** How many of its first bits pick the segment of a hash. */
    private int depth;

    /** Segments with one place only. If there is none, half of the directory is enough. */
    private int deepest = 1;

    /**
     * Makes an empty index.
     *
     * @param slots the size of a segment, a power of two: what is moved at a time, and visited by a scan
     */
    HashIndex(int slots) {
        this.directory = directory(1);
        this.directory[0] = new IndexSegment<>(0, slots);
    }

    /** Returns the hash of an entry, which is never 0. */
    abstract int hash(E entry);

    /** Returns the entry that follows in the chain of those with the same hash. */
    abstract @Nullable E next(E entry);

    abstract void setNext(E entry, @Nullable E next);

    /** Returns the first entry with this hash. */
    final @Nullable E first(int hash) {
        return this.directory[place(hash)].first(hash);
    }

    final void add(E entry) {
        int hash = hash(entry);
        IndexSegment<E> segment = this.directory[place(hash)];
        while (segment.isFull()) {
            split(segment, hash);
            segment = this.directory[place(hash)];
        }
        E first = segment.put(hash, entry);
        if (first != null) {
            setNext(entry, first);
        }
    }

    /** Removes an entry; {@code false} if it is not there. */
    final boolean remove(E entry) {
        int hash = hash(entry);
        IndexSegment<E> segment = this.directory[place(hash)];
        E first = segment.first(hash);
        if (first == entry) {
            E next = next(entry);
            if (next == null) {
                segment.remove(hash);
                if (segment.isFew()) {
                    mergeWithNeighbour(segment, hash);
                }
            } else {
                segment.put(hash, next);
            }
            setNext(entry, null);
            return true;
        }
        for (E before = first; before != null; before = next(before)) {
            if (next(before) == entry) {
                setNext(before, next(entry));
                setNext(entry, null);
                return true;
            }
        }
        return false;
    }

    /**
     * Visits the entries of one segment. Begun with 0 and continued with what it returns until that is 0 again, it visits each
     * entry that is there all the time, however segments are split and merged meanwhile (some twice if they are merged): the
     * cursor is the hash up to which all have been visited.
     */
    final int scan(int cursor, Consumer<E> action) {
        int place = place(cursor);
        IndexSegment<E> segment = this.directory[place];
        visit(segment, action);
        int places = places(segment);
        return (int) ((long) ((place & -places) + places) << (Integer.SIZE - this.depth));
    }

    final void forEach(Consumer<E> action) {
        for (int place = 0; place < this.directory.length; place += places(this.directory[place])) {
            visit(this.directory[place], action);
        }
    }

    private void visit(IndexSegment<E> segment, Consumer<E> action) {
        segment.forEach(first -> {
            for (E entry = first; entry != null; entry = next(entry)) {
                action.accept(entry);
            }
        });
    }

    private int place(int hash) {
        // In two steps, since a shift by all 32 bits would be none.
        return (hash >>> 1) >>> (Integer.SIZE - 1 - this.depth);
    }

    private int places(IndexSegment<E> segment) {
        return 1 << (this.depth - segment.depth());
    }

    private void split(IndexSegment<E> segment, int hash) {
        if (segment.depth() == this.depth) {
            doubleDirectory();
        }
        int half = places(segment) / 2;
        int first = place(hash) & -(2 * half);
        Arrays.fill(this.directory, first, first + half, segment.half(0));
        Arrays.fill(this.directory, first + half, first + 2 * half, segment.half(1));
        if (segment.depth() + 1 == this.depth) {
            this.deepest += 2;
        }
    }

    private void doubleDirectory() {
        IndexSegment<E>[] doubled = directory(2 * this.directory.length);
        for (int place = 0; place < doubled.length; place++) {
            doubled[place] = this.directory[place / 2];
        }
        this.directory = doubled;
        this.depth++;
        this.deepest = 0;
    }

    private void mergeWithNeighbour(IndexSegment<E> segment, int hash) {
        if (segment.depth() == 0) {
            return;
        }
        int half = places(segment);
        int first = place(hash) & -(2 * half);
        IndexSegment<E> lower = this.directory[first];
        IndexSegment<E> upper = this.directory[first + half];
        if (lower.depth() != upper.depth() || !lower.isRoomFor(upper)) {
            return;
        }
        if (segment.depth() == this.depth) {
            this.deepest -= 2;
        }
        Arrays.fill(this.directory, first, first + 2 * half, IndexSegment.merged(lower, upper));
        while (this.deepest == 0) {
            halveDirectory();
        }
    }

    private void halveDirectory() {
        IndexSegment<E>[] halved = directory(this.directory.length / 2);
        this.depth--;
        for (int place = 0; place < halved.length; place++) {
            halved[place] = this.directory[2 * place];
            if (halved[place].depth() == this.depth) {
                this.deepest++;
            }
        }
        this.directory = halved;
    }

    @SuppressWarnings("unchecked")
    private static <E> IndexSegment<E>[] directory(int length) {
        return (IndexSegment<E>[]) new IndexSegment<?>[length];
    }
}
