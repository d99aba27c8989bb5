package io.gearman.interop.crash;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Many numbers of jobs, which come in runs with wide gaps between them: a server that was killed left the rest of its range. */
final class NumberSet {

    private static final int RUN_BITS = 16;

    private final Map<Long, BitSet> runs = new HashMap<>();

    void add(long number) {
        this.runs.computeIfAbsent(number >> RUN_BITS, run -> new BitSet()).set(within(number));
    }

    boolean contains(long number) {
        BitSet run = this.runs.get(number >> RUN_BITS);
        return run != null && run.get(within(number));
    }

    private static int within(long number) {
        return (int) (number & (1 << RUN_BITS) - 1);
    }
}
