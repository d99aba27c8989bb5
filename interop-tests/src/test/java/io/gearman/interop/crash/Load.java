package io.gearman.interop.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Submitters, workers and a foreground client on one server, until it is gone. */
final class Load {

    private static final int[] WINDOWS = {1, 4, 16, 64};

    private static final int PATIENCE_SECONDS = 90;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final List<Future<Void>> running = new ArrayList<>();

    private Load() {}

    static Load start(int port, Ledger ledger, AtomicLong keys, SplittableRandom random, int maxWorkers) {
        Load load = new Load();
        int submitters = 2 + random.nextInt(4);
        for (int i = 0; i < submitters; i++) {
            int window = WINDOWS[random.nextInt(WINDOWS.length)];
            load.add(new Submitter(port, window, ledger, keys, random.split()));
        }
        int workers = random.nextInt(maxWorkers + 1);
        for (int i = 0; i < workers; i++) {
            load.add(CrashWorker.holding(port, ledger, random.nextInt(8)));
        }
        load.add(new ForegroundClient(port, ledger));
        load.threads.shutdown();
        return load;
    }

    private void add(Callable<Void> part) {
        this.running.add(this.threads.submit(part));
    }

    /** Waits until all have seen that the server is gone. */
    void awaitEnd() throws InterruptedException {
        for (Future<Void> part : this.running) {
            try {
                part.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException ex) {
                throw new AssertionError("The load failed: " + ex.getCause(), ex.getCause());
            } catch (TimeoutException ex) {
                throw new AssertionError("A connection did not see that the server is gone", ex);
            }
        }
    }
}
