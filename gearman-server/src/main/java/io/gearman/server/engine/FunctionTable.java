package io.gearman.server.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All functions by name, looked up by the bytes of a packet without making a key object. Engine's thread only. */
final class FunctionTable {

    private @Nullable Function[] buckets = new @Nullable Function[64];

    private int size;

    @Nullable
    Function find(byte[] name) {
        int hash = Arrays.hashCode(name);
        Function function = this.buckets[bucket(hash)];
        while (function != null && !(function.hash == hash && Arrays.equals(function.name, name))) {
            function = function.nextInTable;
        }
        return function;
    }

    Function findOrCreate(byte[] name) {
        Function found = find(name);
        if (found != null) {
            return found;
        }
        if (this.size == this.buckets.length) {
            grow();
        }
        Function created = new Function(name, Arrays.hashCode(name));
        link(created);
        this.size++;
        return created;
    }

    void remove(Function function) {
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
        return (hash ^ (hash >>> 16)) & (this.buckets.length - 1);
    }
}
