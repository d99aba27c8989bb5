package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/** First in, first out, and out of the middle in constant time. Engine's thread only. */
final class JobQueue {

    private @Nullable Job head;

    private @Nullable Job tail;

    private int size;

    int size() {
        return this.size;
    }

    @Nullable
    Job head() {
        return this.head;
    }

    void add(Job job) {
        job.previousInQueue = this.tail;
        if (this.tail == null) {
            this.head = job;
        } else {
            this.tail.nextInQueue = job;
        }
        this.tail = job;
        this.size++;
    }

    void remove(Job job) {
        if (job.previousInQueue == null) {
            this.head = job.nextInQueue;
        } else {
            job.previousInQueue.nextInQueue = job.nextInQueue;
        }
        if (job.nextInQueue == null) {
            this.tail = job.previousInQueue;
        } else {
            job.nextInQueue.previousInQueue = job.previousInQueue;
        }
        job.previousInQueue = null;
        job.nextInQueue = null;
        this.size--;
    }
}
