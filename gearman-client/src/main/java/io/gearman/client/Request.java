package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.Outgoing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that a server is asked, and answers in its turn.
 *
 * <p>At each moment exactly one place holds a request: the {@link Dispatcher}, the queue of a link, or the list of what a
 * {@link ServerSession} has sent. So it passes from thread to thread but is never used by two at once, but for its result.
 */
abstract sealed class Request implements Outgoing permits ForegroundJob, BackgroundJob, Question, ExceptionsOption {

    private final Dispatcher dispatcher;

    private long deadline;

    private volatile @Nullable ServerSession session;

    /**
     * Creates a request.
     *
     * @param dispatcher brings it to a server
     * @param patience how long it may take until it is answered
     */
    Request(Dispatcher dispatcher, Duration patience) {
        this.dispatcher = dispatcher;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Tells whether this counts among the requests of which there may be only so many at once. */
    boolean takesPlace() {
        return true;
    }

    /** Says what this is, for messages. */
    abstract String describe();

    abstract Packet encode();

    /** Tells whether a packet of this type can be the answer. */
    abstract boolean expects(PacketType type);

    /** The server answered with a packet of a type that is expected. */
    abstract void answered(ServerSession from, Packet reply);

    abstract Result<?> result();

    /** Returns what decides between servers: equal keys go to the same one. {@code null}: any will do. */
    @Nullable
    String routingKey() {
        return null;
    }

    /** Returns the function of the job that is submitted; empty if no job is. */
    String function() {
        return "";
    }

    /** Returns the only server that can answer; {@code null}: any can. */
    @Nullable
    ServerSession onlyServer() {
        return null;
    }

    final boolean isOpen() {
        return result().isOpen();
    }

    final boolean isOverdue(long now) {
        return now - this.deadline >= 0;
    }

    /** The request goes to a server once more, and has this long to be answered. */
    final void extend(Duration patience) {
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    final void fail(GearmanException failure) {
        result().fail(failure);
    }

    final Dispatcher dispatcher() {
        return this.dispatcher;
    }

    final void assign(ServerSession target) {
        this.session = target;
    }

    final @Nullable ServerSession session() {
        return this.session;
    }

    @Override
    public @Nullable Packet packet() {
        ServerSession target = this.session;
        if (target == null || !isOpen()) {
            this.dispatcher.finished(this);
            return null;
        }
        Packet packet = encode();
        target.sent(this);
        return packet;
    }

    @Override
    public void dropped(Throwable cause) {
        this.dispatcher.dispatch(this);
    }

    @Override
    public String toString() {
        return describe();
    }
}
