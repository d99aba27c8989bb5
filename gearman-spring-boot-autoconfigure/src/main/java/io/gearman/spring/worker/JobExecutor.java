package io.gearman.spring.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that one container's jobs run on.
 *
 * @param delegate runs the jobs
 * @param decorator wraps each job, {@code null} for none
 * @param end ends the threads when they are idle
 */
record JobExecutor(Executor delegate, @Nullable TaskDecorator decorator, Runnable end)
        implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 60;

    /** At most as many threads as jobs run at once; those without work for a minute end. */
    static JobExecutor platformThreads(String namePrefix, int concurrency, @Nullable TaskDecorator decorator) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new CustomizableThreadFactory(namePrefix));
        pool.allowCoreThreadTimeOut(true);
        return new JobExecutor(pool, decorator, pool::shutdown);
    }

    /** A virtual thread for each job. */
    static JobExecutor virtualThreads(String namePrefix, @Nullable TaskDecorator decorator) {
        return new JobExecutor(new VirtualThreadTaskExecutor(namePrefix), decorator, () -> {});
    }

    /** Threads that belong to somebody else. */
    static JobExecutor shared(Executor executor, @Nullable TaskDecorator decorator) {
        return new JobExecutor(executor, decorator, () -> {});
    }

    @Override
    public void execute(Runnable job) {
        this.delegate.execute((this.decorator != null) ? this.decorator.decorate(job) : job);
    }

    @Override
    public void close() {
        this.end.run();
    }
}
