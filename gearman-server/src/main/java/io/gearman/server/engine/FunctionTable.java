package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All functions by name, looked up by the bytes of a packet without making a key object. A function stays listed when it has
 * neither jobs nor workers any more, until its place is needed. Engine's thread only.
 */
final class FunctionTable {

    /** How many buckets are looked through for a function that can give way. */
    private static final int SEARCH = 1024;

    private final EngineLimits limits;

    private final SeededHash hash;

    private @Nullable Function[] buckets = new @Nullable Function[64];

    private int size;

    /** Many packets in a row are often of one function, and to compare a name costs less than to hash it. */
    private @Nullable Function lastFound;

    /** The bucket where the search for a function that can give way goes on. */
    private int searched;

    FunctionTable(EngineLimits limits, SeededHash hash) {
        this.limits = limits;
        this.hash = hash;
    }

    @Nullable
    Function find(byte[] name) {
        Function last = this.lastFound;
        if (last != null && Arrays.equals(last.name, name)) {
            return last;
        }
        int hash = this.hash.of(name);
        Function function = this.buckets[bucket(hash)];
        while (function != null && !(function.hash == hash && Arrays.equals(function.name, name))) {
            function = function.nextInTable;
        }
        if (function != null) {
            this.lastFound = function;
        }
        return function;
    }

    /**
     * Finds a function that a peer names, or makes it known.
     *
     * @throws Refusal if the name is too long, or too many functions are in use
     */
    Function admit(byte[] name) {
        Function found = find(name);
        if (found != null) {
            return found;
        }
        if (name.length > this.limits.maxFunctionName()) {
            throw new Refusal(
                    "ARGUMENT_TOO_LARGE",
                    "Function name too large (" + name.length + " bytes, at most " + this.limits.maxFunctionName()
                            + ")");
        }
        if (this.size >= this.limits.maxFunctions() && !makeRoom()) {
            throw new Refusal(
                    "TOO_MANY_FUNCTIONS", "The job server has " + this.size + " functions in use and takes no more");
        }
        return create(name);
    }

    private boolean makeRoom() {
        for (int i = 0; i < SEARCH; i++) {
            this.searched = (this.searched + 1) & (this.buckets.length - 1);
            for (Function f = this.buckets[this.searched]; f != null; f = f.nextInTable) {
                if (f.isUnused()) {
                    remove(f);
                    return true;
                }
            }
        }
        return false;
    }

    /** Finds or makes a function whatever the limits say, for a job that the store has. */
    Function findOrCreate(byte[] name) {
        Function found = find(name);
        return found == null ? create(name) : found;
    }

    private Function create(byte[] name) {
        if (this.size == this.buckets.length) {
            grow();
        }
        Function created = new Function(name, this.hash.of(name), this.limits.maxQueue());
        link(created);
        this.size++;
        return created;
    }

    void remove(Function function) {
        if (this.lastFound == function) {
            this.lastFound = null;
        }
        int bucket = bucket(function.hash);
        Function before = null;
        for (Function f = this.buckets[bucket]; f != null; f = f.nextInTable) {
            if (f == function) {
                if (before == null) {
                    this.buckets[bucket] = f.nextInTable;
                } else {
                    before.nextInTable = f.nextInTable;
                }
                this.size--;
                return;
            }
            before = f;
        }
    }

    void forEach(Consumer<Function> action) {
        for (Function first : this.buckets) {
            for (Function f = first; f != null; f = f.nextInTable) {
                action.accept(f);
            }
        }
    }

    private void grow() {
        @Nullable Function[] old = this.buckets;
        this.buckets = new @Nullable Function[old.length * 2];
        for (Function first : old) {
            Function f = first;
            while (f != null) {
                Function next = f.nextInTable;
                link(f);
                f = next;
            }
        }
    }

    private void link(Function function) {
        int bucket = bucket(function.hash);
        function.nextInTable = this.buckets[bucket];
        this.buckets[bucket] = function;
    }

    private int bucket(int hash) {
        return hash & (this.buckets.length - 1);
    }
}
