package io.gearman.server.engine;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/** All jobs of a table that may change between two calls. Engine's thread only. */
final class JobScan<T> implements Iterator<T> {

    private final JobTable jobs;

    private final Function<Job, T> view;

    private final Queue<T> bucket = new ArrayDeque<>();

    private int cursor;

    private boolean last;

    JobScan(JobTable jobs, Function<Job, T> view) {
        this.jobs = jobs;
        this.view = view;
    }

    @Override
    public boolean hasNext() {
        while (this.bucket.isEmpty() && !this.last) {
            this.cursor = this.jobs.scan(this.cursor, job -> this.bucket.add(this.view.apply(job)));
            this.last = this.cursor == 0;
        }
        return !this.bucket.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return this.bucket.remove();
    }
}
