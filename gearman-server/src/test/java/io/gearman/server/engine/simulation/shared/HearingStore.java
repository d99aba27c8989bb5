package io.gearman.server.engine.simulation.shared;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import java.util.function.LongConsumer;

/** A store that says which jobs its engine hears of that were there before. */
final class HearingStore implements JobStore {

    private final JobStore store;

    private final LongConsumer heard;

    HearingStore(JobStore store, LongConsumer heard) {
        this.store = store;
        this.heard = heard;
    }

    @Override
    public void open(Listener listener, EngineThread engineThread) {
        this.store.open(new Hearing(listener, this.heard), engineThread);
    }

    @Override
    public boolean isDurable() {
        return this.store.isDurable();
    }

    @Override
    public void save(StoredJob job) {
        this.store.save(job);
    }

    @Override
    public void retried(StoredJob job, int retries) {
        this.store.retried(job, retries);
    }

    @Override
    public void delete(StoredJob job) {
        this.store.delete(job);
    }

    @Override
    public boolean isShared() {
        return this.store.isShared();
    }

    @Override
    public void checkOwnership() {
        this.store.checkOwnership();
    }

    @Override
    public void find(long number, FoundFunction answer) {
        this.store.find(number, answer);
    }

    @Override
    public void reserveNumbers() {
        this.store.reserveNumbers();
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        this.store.releaseNumbers(firstUnused);
    }

    @Override
    public void close() {
        this.store.close();
    }

    private record Hearing(Listener listener, LongConsumer heard) implements Listener {

        @Override
        public void numbersReserved(NumberRange range) {
            this.listener.numbersReserved(range);
        }

        @Override
        public void recovered(StoredJob job) {
            this.heard.accept(job.number());
            this.listener.recovered(job);
        }

        @Override
        public void saved(StoredJob job) {
            this.listener.saved(job);
        }

        @Override
        public void refused(StoredJob job, String reason) {
            this.listener.refused(job, reason);
        }

        @Override
        public void lost() {
            this.listener.lost();
        }

        @Override
        public void keptElsewhere(StoredJob job) {
            this.listener.keptElsewhere(job);
        }

        @Override
        public void coalesced(StoredJob job, long number) {
            this.listener.coalesced(job, number);
        }
    }
}
