package io.gearman.server.engine;

/** Something that happens once, at a time. Engine's thread only. */
abstract class Timer {

    static final int IDLE = -1;

    long atMillis;

    /** Among timers of the same time, the one that was set first comes first. */
    long order;

    /** The place in the heap of {@link TimerQueue}, or {@link #IDLE}. */
    int heapIndex = IDLE;

    abstract void expired();
}
