package io.gearman.transport;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that lends its work to a thread which waits for what the loop is to bring: that thread then writes and reads
 * by itself, and no request is handed from thread to thread and back.
 *
 * <p>At any time at most one thread, the leader, is the event loop. Usually it is the loop's own. A thread that makes one call
 * after another, while nobody else does, asks for the lead, has it while it waits, and finds it free with its next call. The
 * loop's own thread looks from time to time, and takes the lead back when it is not used, when one call takes long, and at
 * once when somebody else needs the loop.
 *
 * <p>Any thread may call any public method; what the loop confines to its thread is handed on with the lead.
 */
final class LendingEventLoop extends SingleThreadIoEventLoop {

    /** How long what comes from the network may wait between two calls of a thread that has borrowed the lead. */
    private static final long LENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** How often that long a leader may wait for one outcome. Bounds, too, how late it notices an interrupt. */
    private static final int PATIENCE = 5;

    /** So many calls of one thread at a time, with little between, let a thread borrow the lead. */
    private static final int STREAK = 8;

    /** How many calls more it takes after the lead was called back: whoever disturbed may do so again. */
    private static final int PENALTY = 1000;

    private static final long TASK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();

    private final AtomicInteger waiting = new AtomicInteger();

    private final IoHandlerContext untilRecalled = new Context();

    private volatile @Nullable Thread own;

    private volatile @Nullable Thread claimant;

    private volatile boolean lent;

    private volatile boolean recalled;

    /** How often a borrowed lead was handed back. Written by leaders only. */
    private volatile int calls;

    private volatile int streak;

    private volatile long lastCall = System.nanoTime();

    private boolean claimed;

    LendingEventLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, handlers);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return this.leader.get() == thread;
    }

    @Override
    protected void run() {
        Thread self = Thread.currentThread();
        this.own = self;
        this.leader.set(self);
        ioHandler().initialize();
        do {
            runIo();
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            runAllTasks(TASK_NANOS);
            if (this.claimed) {
                this.claimed = false;
                lend(self);
            }
        } while (!confirmShutdown());
    }

    private void lend(Thread self) {
        this.recalled = false;
        this.lent = true;
        this.leader.set(null);
        if (pendingTasks() > 0) {
            // Came before anybody could see that nobody leads.
            this.recalled = true;
        }
        LockSupport.unpark(this.claimant);
        int seen = this.calls;
        int patience = PATIENCE;
        while (!this.recalled && !isShuttingDown() && patience > 0) {
            LockSupport.parkNanos(this, LENT_NANOS);
            if (this.calls != seen) {
                seen = this.calls;
                patience = PATIENCE;
            } else {
                patience = this.leader.get() == null ? 0 : patience - 1;
            }
        }
        while (!this.leader.compareAndSet(null, self)) {
            this.recalled = true;
            ioHandler().wakeup();
            LockSupport.parkNanos(this, LENT_NANOS);
        }
        this.lent = false;
    }

    /**
     * Begins something and waits for its outcome, in the lead of this loop if that can be had.
     *
     * @param awaited what to begin and to wait for
     * @return the outcome
     */
    <T> T attend(Awaited<T> awaited) {
        boolean alone = this.waiting.getAndIncrement() == 0;
        boolean close = System.nanoTime() - this.lastCall < LENT_NANOS;
        this.streak = alone && close ? this.streak + 1 : Math.min(this.streak, 0);
        try {
            if (alone && takeLead()) {
                try {
                    lead(awaited);
                } finally {
                    handBack();
                }
            } else {
                awaited.begin();
            }
            return awaited.outcome();
        } finally {
            this.lastCall = System.nanoTime();
            this.waiting.decrementAndGet();
        }
    }

    private boolean takeLead() {
        Thread self = Thread.currentThread();
        if (isVirtual(self)) {
            return false;
        }
        if (this.lent) {
            return this.leader.compareAndSet(null, self);
        }
        return this.streak >= STREAK && claim(self);
    }

    /** A virtual thread must not lead: while it waited for the network, its carrier could do nothing else. */
    private static boolean isVirtual(Thread thread) {
        // Java 17 has no Thread.isVirtual; the name of this group is part of the contract of Java 21's ThreadGroup.
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }

    /** Asks the loop's own thread for the lead. Not waited for long: it may have much to do. */
    private boolean claim(Thread self) {
        this.claimant = self;
        try {
            execute(() -> this.claimed = true);
        } catch (RejectedExecutionException ex) {
            this.claimant = null;
            return false;
        }
        long begun = System.nanoTime();
        long left = LENT_NANOS;
        boolean taken = false;
        while (!taken && left > 0 && !self.isInterrupted()) {
            LockSupport.parkNanos(this, left);
            taken = this.lent && this.leader.compareAndSet(null, self);
            left = LENT_NANOS - (System.nanoTime() - begun);
        }
        this.claimant = null;
        return taken;
    }

    private void lead(Awaited<?> awaited) {
        boolean brought = awaited.begin();
        runAllTasks(TASK_NANOS);
        while (brought
                && !awaited.isDone()
                && !this.recalled
                && !isShuttingDown()
                && !Thread.currentThread().isInterrupted()) {
            ioHandler().run(this.untilRecalled);
            runAllTasks(TASK_NANOS);
        }
    }

    private void handBack() {
        this.calls++;
        this.leader.set(null);
        if (this.recalled || this.waiting.get() > 1 || pendingTasks() > 0) {
            recall();
        }
    }

    @Override
    protected void addTask(Runnable task) {
        super.addTask(task);
        if (this.lent && this.leader.get() == null) {
            recall();
        }
    }

    private void recall() {
        this.streak = -PENALTY;
        this.recalled = true;
        LockSupport.unpark(this.own);
    }

    /** As the loop itself waits, but not for a leader who is to hand back. */
    private final class Context implements IoHandlerContext {

        @Override
        public boolean canBlock() {
            return !LendingEventLoop.this.recalled && !hasTasks() && !hasScheduledTasks();
        }

        @Override
        public long delayNanos(long now) {
            return LendingEventLoop.this.delayNanos(now);
        }

        @Override
        public long deadlineNanos() {
            return LendingEventLoop.this.deadlineNanos();
        }
    }
}
