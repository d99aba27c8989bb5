package io.gearman.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one at a time, in the order in which they came, in the threads of another executor. Any thread may use it. */
final class SerialExecutor implements Executor {

    private final Executor target;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();

    SerialExecutor(Executor target) {
        this.target = target;
    }

    @Override
    public void execute(Runnable task) {
        this.tasks.add(task);
        if (this.waiting.getAndIncrement() == 0) {
            this.target.execute(this::runAll);
        }
    }

    private void runAll() {
        do {
            Runnable task = this.tasks.remove();
            task.run();
        } while (this.waiting.decrementAndGet() > 0);
    }
}
