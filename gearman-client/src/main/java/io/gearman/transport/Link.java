package io.gearman.transport;

import io.gearman.protocol.Packet;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One established connection to a job server. Once down it stays down: what is sent through it then goes nowhere, and never
 * to the server's next incarnation.
 *
 * <p>Any thread may send. Packets are queued and written by the event loop, all that are there at once with one flush;
 * those of one thread keep their order. While the server does not read, they wait in the queue.
 */
public final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** From how many queued payload bytes on senders are asked to wait. */
    private static final long QUEUE_LIMIT = 4L << 20;

    private final Channel channel;

    private final ServerAddress address;

    private final ConnectionListener listener;

    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

    private final AtomicLong queuedBytes = new AtomicLong();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Object writable = new Object();

    private volatile @Nullable Throwable downCause;

    private volatile boolean refused;

    private @Nullable Throwable closeCause;

    Link(Channel channel, ServerAddress address, ConnectionListener listener) {
        this.channel = channel;
        this.address = address;
        this.listener = listener;
    }

    /**
     * Returns the server at the other end.
     *
     * @return the address
     */
    public ServerAddress address() {
        return this.address;
    }

    /**
     * Returns the event loop that serves this link.
     *
     * @return the executor that calls the {@link ConnectionListener}
     */
    public EventExecutor executor() {
        return this.channel.eventLoop();
    }

    /**
     * Runs a task in the event loop that calls the {@link ConnectionListener}; not at all, if that has ended.
     *
     * @param task the task, which must not block
     */
    public void execute(Runnable task) {
        try {
            this.channel.eventLoop().execute(task);
        } catch (RejectedExecutionException ex) {
            LOG.debug("{}: the event loop has ended", this.address);
        }
    }

    /**
     * Stops or resumes reading what the server sends.
     *
     * @param reading {@code false}: nothing more is read, and the server in the end cannot send more, until it is set again
     */
    public void setReading(boolean reading) {
        this.channel.config().setAutoRead(reading);
    }

    /**
     * Tells whether the link is up.
     *
     * @return {@code false} from the moment it is known to be lost, for good
     */
    public boolean isUp() {
        return this.downCause == null;
    }

    /**
     * Tells whether the server keeps up with what it is sent. Whoever is told that it does not is told, by
     * {@link ConnectionListener#writable}, when it does again.
     *
     * @return {@code false} if much is waiting to be written, or the link is down
     */
    public boolean isWritable() {
        if (keepsUp()) {
            return true;
        }
        this.refused = true;
        // Once more: the event loop may have caught up just before it could see the mark.
        return keepsUp();
    }

    private boolean keepsUp() {
        return this.downCause == null && this.channel.isWritable() && this.queuedBytes.get() < QUEUE_LIMIT;
    }

    /**
     * Waits until the link {@linkplain #isWritable() is writable}. Must not be called by the event loop.
     *
     * @param timeout how long to wait at most
     * @return whether the link is writable; {@code false} if the time is over or the link went down
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitWritable(Duration timeout) throws InterruptedException {
        if (isWritable()) {
            return true;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (this.writable) {
            while (!isWritable()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || this.downCause != null) {
                    return false;
                }
                this.writable.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
        return true;
    }

    /**
     * Sends a packet. It is released, also if the link is down and it goes nowhere.
     *
     * @param packet the packet
     */
    public void send(Packet packet) {
        this.queuedBytes.addAndGet(packet.payload().readableBytes());
        enqueue(packet);
    }

    /**
     * Sends a packet that is made when it is written.
     *
     * @param outgoing makes the packet
     */
    public void send(Outgoing outgoing) {
        enqueue(outgoing);
    }

    private void enqueue(Object message) {
        this.queue.add(message);
        if (this.scheduled.compareAndSet(false, true)) {
            try {
                this.channel.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException ex) {
                this.scheduled.set(false);
                this.downCause = new IOException("Connection to " + this.address + " is closed", ex);
                drop(this.downCause);
            }
        }
    }

    /**
     * Shows what waits to be written. To be called by the event loop.
     *
     * @param action is given everything that was sent as {@link Outgoing} and has not been written yet
     */
    public void forEachQueued(Consumer<Outgoing> action) {
        for (Object message : this.queue) {
            if (message instanceof Outgoing outgoing) {
                action.accept(outgoing);
            }
        }
    }

    /**
     * Gives the link up; its {@link GearmanConnection} makes a new one. What was written before is still sent.
     *
     * @param cause what {@link ConnectionListener#down} is told
     */
    public void close(Throwable cause) {
        if (this.channel.eventLoop().inEventLoop()) {
            closeNow(cause);
        } else {
            execute(() -> closeNow(cause));
        }
    }

    void closeNow(Throwable cause) {
        if (this.closeCause == null) {
            this.closeCause = cause;
        }
        this.channel.flush();
        this.channel.close();
    }

    /** Writes what is queued as long as the server takes it. */
    void drain() {
        // Cleared first: whoever enqueues from here on schedules the next call.
        this.scheduled.set(false);
        Throwable cause = this.downCause;
        if (cause != null) {
            drop(cause);
            return;
        }
        while (this.channel.isWritable() && writeSome()) {
            this.channel.flush();
        }
        tellWritable();
    }

    private boolean writeSome() {
        boolean wrote = false;
        while (this.channel.isWritable()) {
            Object message = this.queue.poll();
            if (message == null) {
                break;
            }
            Packet packet = message instanceof Outgoing outgoing ? outgoing.packet() : taken((Packet) message);
            if (packet != null) {
                this.channel.write(packet, this.channel.voidPromise());
                wrote = true;
            }
        }
        return wrote;
    }

    private Packet taken(Packet packet) {
        this.queuedBytes.addAndGet(-packet.payload().readableBytes());
        return packet;
    }

    void down(Throwable cause) {
        this.downCause = cause;
        signalWritable();
    }

    /** Why the link was closed from this side, or what went wrong on it. */
    Throwable causeOfDown() {
        return this.closeCause != null
                ? this.closeCause
                : new IOException("Connection to " + this.address + " was closed by the server");
    }

    private void tellWritable() {
        if (this.refused && keepsUp()) {
            this.refused = false;
            signalWritable();
            this.listener.writable(this);
        }
    }

    private void signalWritable() {
        synchronized (this.writable) {
            this.writable.notifyAll();
        }
    }

    private void drop(Throwable cause) {
        Object message = this.queue.poll();
        while (message != null) {
            if (message instanceof Outgoing outgoing) {
                outgoing.dropped(cause);
            } else {
                taken((Packet) message).release();
            }
            message = this.queue.poll();
        }
    }

    @Override
    public String toString() {
        return "Link to " + this.address + (isUp() ? "" : " (down)");
    }
}
