package io.gearman.server.store;

import java.util.List;

/** Brings what became of a batch to the engine's thread, in one piece. */
final class StoreAnswers {

    private final JobStore.Listener listener;

    private final JobStore.EngineThread engineThread;

    StoreAnswers(JobStore.Listener listener, JobStore.EngineThread engineThread) {
        this.listener = listener;
        this.engineThread = engineThread;
    }

    void saved(List<JobWrite> batch) {
        if (holdsSave(batch)) {
            this.engineThread.run(() -> {
                for (JobWrite write : batch) {
                    if (write instanceof JobWrite.Save save) {
                        this.listener.saved(save.job());
                    }
                }
            });
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
}
