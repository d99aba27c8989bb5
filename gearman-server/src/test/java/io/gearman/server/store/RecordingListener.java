package io.gearman.server.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a store answers. Any thread may read what a store tells it. */
public final class RecordingListener implements JobStore.Listener {

    public final List<NumberRange> ranges = new CopyOnWriteArrayList<>();

    public final List<StoredJob> recovered = new CopyOnWriteArrayList<>();

    public final List<Long> saved = new CopyOnWriteArrayList<>();

    public final Map<Long, String> refused = new ConcurrentSkipListMap<>();

    @Override
    public void numbersReserved(NumberRange range) {
        this.ranges.add(range);
    }

    @Override
    public void recovered(StoredJob job) {
        this.recovered.add(job);
    }

    @Override
    public void saved(StoredJob job) {
        this.saved.add(job.number());
    }

    @Override
    public void refused(StoredJob job, String reason) {
        this.refused.put(job.number(), reason);
    }
}
