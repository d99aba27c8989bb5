package io.gearman.server.transport;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUringIoHandler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An io_uring that waits for its sockets alone, and is woken when something is due. Netty 4.2.18 gives the kernel a timer each
 * time it waits, and always has a deadline: in a second if nothing is due. For one small packet that timer is a tenth of
 * all work. Used by the thread of the event loop, but for the alarm, which is another thread's.
 */
final class AlarmedIoUring extends WrappedIoHandler {

    /** What is due so soon would be late if another thread had to say so. */
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final Executor NO_THREAD_OF_ITS_OWN = Runnable::run;

    private final Patience patience = new Patience();

    AlarmedIoUring(IoHandler ring) {
        super(ring);
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = IoUringIoHandler.newFactory();
        return executor -> new AlarmedIoUring(factory.newHandler(executor));
    }

    @Override
    public int run(IoHandlerContext context) {
        this.patience.context = context;
        return super.run(this.patience);
    }

    /** Lets the ring wait without a deadline if there is an alarm by then. */
    private final class Patience implements IoHandlerContext {

        private static final long NONE = -1;

        /** That of the run that is under way. */
        private @Nullable IoHandlerContext context;

        private boolean alarmSet;

        private long alarmNanos;

        private volatile boolean rung;

        private IoHandlerContext context() {
            return Objects.requireNonNull(this.context);
        }

        @Override
        public boolean canBlock() {
            return context().canBlock();
        }

        @Override
        public long deadlineNanos() {
            long deadline = context().deadlineNanos();
            if (deadline == NONE) {
                return NONE;
            }
            if (this.rung) {
                this.rung = false;
                this.alarmSet = false;
            }
            if (this.alarmSet && this.alarmNanos - deadline <= 0) {
                return NONE;
            }
            long delay = context().delayNanos(System.nanoTime());
            if (delay < NEAR_NANOS) {
                return deadline;
            }
            this.alarmSet = true;
            this.alarmNanos = deadline;
            CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, NO_THREAD_OF_ITS_OWN)
                    .execute(this::sound);
            return NONE;
        }

        private void sound() {
            this.rung = true;
            wakeup();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return context().delayNanos(currentTimeNanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context().shouldReportActiveIoTime();
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            context().reportActiveIoTime(activeNanos);
        }
    }
}
