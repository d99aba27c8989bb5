package io.gearman.server.engine;

import java.util.Arrays;

/**
 * All timers by their time, and by their age where that is the same: a binary heap whose entries know their place, so any
 * can be taken out. Engine's thread only.
 */
final class TimerQueue {

    private Timer[] heap = new Timer[16];

    private int size;

    private long count;

    long next() {
        return this.size == 0 ? Long.MAX_VALUE : this.heap[0].atMillis;
    }

    void add(Timer timer, long atMillis) {
        if (timer.heapIndex != Timer.IDLE) {
            throw new IllegalStateException("A timer runs once at a time");
        }
        if (this.size == this.heap.length) {
            this.heap = Arrays.copyOf(this.heap, this.size * 2);
        }
        timer.atMillis = atMillis;
        timer.order = this.count++;
        siftUp(this.size++, timer);
    }

    @SuppressWarnings("NullAway") // slots from size on hold null, so that no timer is kept alive
    void remove(Timer timer) {
        int index = timer.heapIndex;
        if (index == Timer.IDLE) {
            return;
        }
        timer.heapIndex = Timer.IDLE;
        Timer last = this.heap[--this.size];
        this.heap[this.size] = null;
        if (last == timer) {
            return;
        }
        siftDown(index, last);
        if (last.heapIndex == index) {
            siftUp(index, last);
        }
    }

    /** Fires what is due. A timer that is added meanwhile and is due already fires too. */
    void fire(long nowMillis) {
        while (this.size > 0 && this.heap[0].atMillis <= nowMillis) {
            Timer due = this.heap[0];
            remove(due);
            due.expired();
        }
    }

    private void siftUp(int from, Timer timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (isBefore(this.heap[parent], timer)) {
                break;
            }
            place(index, this.heap[parent]);
            index = parent;
        }
        place(index, timer);
    }

    private void siftDown(int from, Timer timer) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child >= this.size) {
                break;
            }
            if (child + 1 < this.size && isBefore(this.heap[child + 1], this.heap[child])) {
                child++;
            }
            if (isBefore(timer, this.heap[child])) {
                break;
            }
            place(index, this.heap[child]);
            index = child;
        }
        place(index, timer);
    }

    private static boolean isBefore(Timer a, Timer b) {
        return a.atMillis < b.atMillis || (a.atMillis == b.atMillis && a.order < b.order);
    }

    private void place(int index, Timer timer) {
        this.heap[index] = timer;
        timer.heapIndex = index;
    }
}
