package io.gearman.client;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the caller's code: listeners, and whatever hangs on a future. Whatever happens, a task that is given to it runs, since a
 * future hangs on it; a task that throws is logged. Any thread may use it.
 */
final class Callbacks implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private static final int THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final Executor executor;

    private final @Nullable ThreadPoolExecutor own;

    private final ThreadLocal<Boolean> inCallback = new ThreadLocal<>();

    Callbacks(@Nullable Executor given) {
        if (given == null) {
            ThreadPoolExecutor pool = pool();
            this.own = pool;
            this.executor = pool;
        } else {
            this.own = null;
            this.executor = given;
        }
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("gearman-callback", true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void execute(Runnable task) {
        try {
            this.executor.execute(() -> run(task));
        } catch (RejectedExecutionException ex) {
            LOG.debug("The callback executor takes no more tasks; running one in the calling thread", ex);
            run(task);
        }
    }

    private void run(Runnable task) {
        this.inCallback.set(true);
        try {
            task.run();
        } catch (RuntimeException | Error ex) {
            LOG.warn("A callback of a Gearman job failed", ex);
        } finally {
            this.inCallback.remove();
        }
    }

    /** Lets what is queued run and ends the threads, if they are the client's own; waits for that at most 5 seconds. */
    @Override
    public void close() {
        if (this.own == null) {
            return;
        }
        this.own.shutdown();
        if (Boolean.TRUE.equals(this.inCallback.get())) {
            return;
        }
        try {
            if (!this.own.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("Callbacks of Gearman jobs still run 5 seconds after their client was closed");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
