package io.gearman.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do numbered things at once, each as fast as it can. */
final class Callers {

    private Callers() {}

    /** Does the things 0 to {@code count - 1} on that many threads; returns when all are done. */
    static void run(int threads, int count, NumberedAction action) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> callers = new ArrayList<>();
            for (int first = 0; first < threads; first++) {
                int start = first;
                callers.add(() -> {
                    for (int number = start; number < count; number += threads) {
                        action.run(number);
                    }
                    return null;
                });
            }
            for (Future<Void> caller : pool.invokeAll(callers)) {
                caller.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** One of the things. */
    interface NumberedAction {

        void run(int number) throws Exception;
    }
}
