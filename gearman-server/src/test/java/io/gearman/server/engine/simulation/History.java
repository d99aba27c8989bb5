package io.gearman.server.engine.simulation;

import org.jspecify.annotations.Nullable;

/** The last events of a run. They become text only when a run fails. */
public final class History {

    private static final int KEPT = 50;

    private final @Nullable Object[] who = new @Nullable Object[KEPT];

    private final @Nullable Object[] what = new @Nullable Object[KEPT];

    private final long[] steps = new long[KEPT];

    private long count;

    public void add(long step, Object who, Object what) {
        int index = (int) (this.count++ % KEPT);
        this.steps[index] = step;
        this.who[index] = who;
        this.what[index] = what;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, this.count - KEPT); i < this.count; i++) {
            int index = (int) (i % KEPT);
            text.append("  step ")
                    .append(this.steps[index])
                    .append("  ")
                    .append(this.who[index])
                    .append("  ")
                    .append(this.what[index])
                    .append('\n');
        }
        return text.toString();
    }
}
