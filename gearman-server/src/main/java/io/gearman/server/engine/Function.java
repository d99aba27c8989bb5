package io.gearman.server.engine;

import io.gearman.server.store.Priority;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A function: its queues, its counters, its workers. Made by the first packet that names it. Engine's thread only. */
final class Function {

    static final int PRIORITIES = Priority.values().length;

    final byte[] name;

    final int hash;

    final JobCounters counters = new JobCounters();

    final JobQueue[] queues = {new JobQueue(), new JobQueue(), new JobQueue()};

    /** Jobs of each priority that are in the server but not with a worker: queued, delayed, being stored. */
    final int[] waiting = new int[PRIORITIES];

    /** The most jobs of the function at which one of a priority is still accepted; 0 for any number. */
    final int[] maxQueue = new int[PRIORITIES];

    /** The limits are its own, set by {@code maxqueue}. */
    boolean limited;

    /** Jobs that are with a worker. */
    int running;

    /** Jobs that a worker could have at once. */
    int ready;

    /** Connections that can do the function. */
    int workers;

    /** Connections that were woken for a job of this function and have not asked for one yet. */
    int woken;

    @Nullable
    Ability firstSleeper;

    @Nullable
    Ability lastSleeper;

    @Nullable
    Function nextInTable;

    Function(byte[] name, int hash, int maxQueue) {
        this.name = name;
        this.hash = hash;
        Arrays.fill(this.maxQueue, maxQueue);
    }

    /** Nothing is lost if the function is forgotten. */
    boolean isUnused() {
        return total() == 0 && this.workers == 0 && this.woken == 0 && !this.limited;
    }

    int total() {
        int total = this.running;
        for (int count : this.waiting) {
            total += count;
        }
        return total;
    }

    boolean isFullFor(Priority priority) {
        int limit = this.maxQueue[priority.ordinal()];
        return limit > 0 && total() >= limit;
    }

    /** Returns the highest priority that has a job to hand out, or {@link #PRIORITIES} for none. */
    int bestPriority() {
        for (int priority = 0; priority < PRIORITIES; priority++) {
            if (this.queues[priority].size() > 0) {
                return priority;
            }
        }
        return PRIORITIES;
    }

    FunctionStatus status() {
        return new FunctionStatus(
                toString(), this.waiting[0], this.waiting[1], this.waiting[2], this.running, this.workers);
    }

    @Override
    public String toString() {
        return new String(this.name, StandardCharsets.UTF_8);
    }
}
