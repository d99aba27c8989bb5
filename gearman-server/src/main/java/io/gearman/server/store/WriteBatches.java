package io.gearman.server.store;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list of changes into the batches that are written at once. */
final class WriteBatches {

    static final int MAX_WRITES = 8192;

    static final long MAX_BYTES = 16 << 20;

    private WriteBatches() {}

    /** Returns parts of the list, in order. A change that is larger than a batch may be has one of its own. */
    static List<List<JobWrite>> of(List<JobWrite> writes) {
        List<List<JobWrite>> batches = new ArrayList<>();
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < writes.size(); i++) {
            long size = WriteSize.of(writes.get(i));
            if (i - start == MAX_WRITES || (i > start && bytes + size > MAX_BYTES)) {
                batches.add(writes.subList(start, i));
                start = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (start < writes.size()) {
            batches.add(writes.subList(start, writes.size()));
        }
        return batches;
    }
}
