package io.gearman.server.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings what became of a batch to the engine's thread, in one piece. */
final class StoreAnswers {

    private final JobStore.Listener listener;

    private final JobStore.EngineThread engineThread;

    /** Only where servers share a database. */
    private final @Nullable JobOwnership ownership;

    StoreAnswers(JobStore.Listener listener, JobStore.EngineThread engineThread) {
        this(listener, engineThread, null);
    }

    StoreAnswers(JobStore.Listener listener, JobStore.EngineThread engineThread, @Nullable JobOwnership ownership) {
        this.listener = listener;
        this.engineThread = engineThread;
        this.ownership = ownership;
    }

    /** Tells that a batch is written, but for the saves that are jobs of other servers. */
    void saved(List<JobWrite> batch, Map<Long, Long> coalesced) {
        if (holdsSave(batch)) {
            this.engineThread.run(() -> {
                for (JobWrite write : batch) {
                    if (write instanceof JobWrite.Save save) {
                        saved(save.job(), coalesced.get(save.job().number()));
                    }
                }
            });
        }
    }

    private void saved(StoredJob job, @Nullable Long coalesced) {
        if (coalesced != null) {
            this.listener.coalesced(job, coalesced);
        } else if (this.ownership == null || this.ownership.isServing()) {
            this.listener.saved(job);
        } else {
            this.listener.keptElsewhere(job);
        }
    }

    void refused(List<JobWrite> batch, String reason) {
        if (holdsSave(batch)) {
            this.engineThread.run(() -> {
                for (JobWrite write : batch) {
                    if (write instanceof JobWrite.Save save) {
                        this.listener.refused(save.job(), reason);
                    }
                }
            });
        }
    }

    private static boolean holdsSave(List<JobWrite> batch) {
        for (JobWrite write : batch) {
            if (write instanceof JobWrite.Save) {
                return true;
            }
        }
        return false;
    }

    void numbersReserved(NumberRange range) {
        this.engineThread.run(() -> this.listener.numbersReserved(range));
    }

    void lost() {
        if (this.ownership != null) {
            this.engineThread.run(this.ownership::stepDown);
        }
    }

    void resumed() {
        if (this.ownership != null) {
            this.engineThread.run(this.ownership::resume);
        }
    }

    /** Jobs that come when the lease is gone already go unnoticed: they are the next owner's. */
    void adopted(List<StoredJob> jobs) {
        JobOwnership ownership = this.ownership;
        if (ownership != null) {
            this.engineThread.run(() -> {
                if (ownership.isServing()) {
                    jobs.forEach(this.listener::recovered);
                }
            });
        }
    }

    void found(PendingWrites.Question question, byte @Nullable [] functionName) {
        this.engineThread.run(() -> question.answer().found(functionName));
    }
}
