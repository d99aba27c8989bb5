package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.Awaited;
import io.gearman.transport.ConnectionListener;
import io.gearman.transport.EventLoops;
import io.gearman.transport.GearmanConnection;
import io.gearman.transport.Link;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the client has going on with one server: requests that wait for their answer, in the order in which they were sent, and
 * foreground jobs that wait for their result.
 *
 * <p>Its state belongs to the event loop of the connection; other threads ask only whether the server is up.
 */
final class ServerSession implements ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

    private final Dispatcher dispatcher;

    private final ClientOptions options;

    private final GearmanConnection connection;

    private final Deque<Request> unanswered = new ArrayDeque<>();

    private final ConnectionEvents events;

    private final RunningJobs jobs = new RunningJobs();

    private volatile @Nullable Link link;

    private volatile boolean tried;

    private boolean retiring;

    private volatile @Nullable Backlog backlog;

    private @Nullable Future<?> clock;

    private @Nullable ExceptionsOption option;

    ServerSession(
            ServerAddress address,
            ClientOptions options,
            EventLoops loops,
            Dispatcher dispatcher,
            ConnectionEvents events) {
        this.events = events;
        this.dispatcher = dispatcher;
        this.options = options;
        this.connection = new GearmanConnection(address, options.connection(), loops, this);
    }

    Dispatcher dispatcher() {
        return this.dispatcher;
    }

    ServerAddress address() {
        return this.connection.address();
    }

    ServerHealth health() {
        ServerHealth health = this.connection.health();
        return new ServerHealth(health.address(), link() != null, health.lastError());
    }

    /** Returns the link that is ready for requests, if there is one. */
    @Nullable
    Link link() {
        Link current = this.link;
        return current != null && current.isUp() ? current : null;
    }

    /** Tells whether the first attempt to connect has succeeded or failed. */
    boolean isTried() {
        return this.tried;
    }

    boolean inEventLoop() {
        return this.connection.eventLoop().inEventLoop();
    }

    boolean sharesEventLoopWith(ServerSession other) {
        return this.connection.eventLoop() == other.connection.eventLoop();
    }

    /** As {@link GearmanConnection#attend}. */
    <T> T attend(Awaited<T> awaited) {
        return this.connection.attend(awaited);
    }

    void connect() {
        this.connection.connect();
    }

    CompletableFuture<Void> close() {
        this.connection.close();
        return this.connection.closed();
    }

    /** Closes when everything that this server was asked for is done or lost; nothing new is to come. */
    CompletableFuture<Void> retire() {
        execute(() -> {
            this.retiring = true;
            closeIfRetired();
        });
        return this.connection.closed();
    }

    private void closeIfRetired() {
        if (this.retiring && this.unanswered.isEmpty() && !this.jobs.isAwaited()) {
            this.connection.close();
        }
    }

    void execute(Runnable task) {
        try {
            this.connection.eventLoop().execute(task);
        } catch (RejectedExecutionException ex) {
            LOG.debug("{}: the client is closed", address());
        }
    }

    Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return this.connection.eventLoop().schedule(task, delay, unit);
    }

    @Override
    public void up(Link up) {
        this.backlog = new Backlog(up);
        introduce(up);
        long period = this.options.clockPeriod().toNanos();
        this.clock = this.connection
                .eventLoop()
                .scheduleWithFixedDelay(() -> expireOverdue(up), period, period, TimeUnit.NANOSECONDS);
    }

    /**
     * A link is used from the first sign of life on: the system of a host takes connections for a server that hangs, and jobs
     * sent there would be stuck.
     */
    private void ready(Link up) {
        this.link = up;
        this.tried = true;
        this.dispatcher.retryWaiting();
        this.events.up(address());
    }

    private void introduce(Link up) {
        ExceptionsOption question =
                new ExceptionsOption(this, this.options.connection().connectTimeout());
        this.option = question;
        up.send(question);
        String clientId = this.options.clientId();
        if (clientId != null) {
            up.send(Packet.request(PacketType.SET_CLIENT_ID, clientId.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** A request is being written. */
    void sent(Request request) {
        this.unanswered.add(request);
    }

    /** A foreground job was accepted. */
    void running(String handle, ForegroundJob job) {
        this.jobs.add(handle, job);
    }

    /** Nobody waits for this job any more. */
    void abandon(ForegroundJob job) {
        JobHandle handle = job.handle();
        if (handle != null) {
            this.jobs.abandon(handle.value(), job);
            closeIfRetired();
        }
    }

    Backlog backlog() {
        Backlog current = this.backlog;
        if (current == null) {
            throw new IllegalStateException(address() + " has not been connected yet");
        }
        return current;
    }

    @Override
    public void packet(Link from, Packet packet) {
        if (this.link == null) {
            ready(from);
        }
        switch (packet.type()) {
            case JOB_CREATED, STATUS_RES, STATUS_RES_UNIQUE, ECHO_RES, OPTION_RES -> answer(packet);
            case ERROR -> reject(packet);
            case WORK_DATA, WORK_WARNING, WORK_STATUS -> progress(packet);
            case WORK_COMPLETE, WORK_FAIL, WORK_EXCEPTION -> end(packet);
            default -> LOG.debug("{} sent {}, which is not for clients", address(), packet.type());
        }
        closeIfRetired();
    }

    /**
     * Answers come in the order of the requests. Some requests gearmand leaves without an answer (a status with an
     * overlong handle): the answer to a later one then tells that none will come.
     */
    private void answer(Packet reply) {
        Request first = this.unanswered.peek();
        if (first != null && first.expects(reply.type())) {
            this.unanswered.remove();
            this.dispatcher.finished(first);
            first.answered(this, reply);
        } else if (this.unanswered.stream().anyMatch(request -> request.expects(reply.type()))) {
            passOver(this.unanswered.remove());
            answer(reply);
        } else {
            LOG.warn("{} sent {} without being asked", address(), reply.type());
        }
    }

    private void passOver(Request unheard) {
        this.dispatcher.finished(unheard);
        unheard.fail(new GearmanException(
                unheard.describe() + " was passed over by " + address() + ": it answered a later request first"));
    }

    private void reject(Packet error) {
        Request request = this.unanswered.poll();
        if (request == null) {
            LOG.warn("{} sent an error without being asked: {}", address(), error);
            return;
        }
        this.dispatcher.finished(request);
        request.fail(new GearmanRejectedException(
                request.describe() + " to " + address(),
                error.text(0),
                error.text(1).strip()));
    }

    private void progress(Packet packet) {
        ForegroundJob job = this.jobs.next(packet.text(0));
        if (job == null) {
            return;
        }
        switch (packet.type()) {
            case WORK_DATA -> job.data(packet.payloadBytes());
            case WORK_WARNING -> job.warning(packet.payloadBytes());
            default -> job.status(JobStatus.number(packet.text(1)), JobStatus.number(packet.text(2)));
        }
    }

    private void end(Packet packet) {
        for (ForegroundJob job : this.jobs.remove(handle(packet))) {
            switch (packet.type()) {
                case WORK_COMPLETE -> job.completed(packet.payloadBytes());
                case WORK_EXCEPTION -> job.failed(packet.payloadBytes());
                default -> job.failed(null);
            }
        }
    }

    /** gearmand ends the handle of some WORK_FAIL packets with a NUL that does not belong to it. */
    private static String handle(Packet packet) {
        String handle = packet.text(0);
        return handle.endsWith("\0") ? handle.substring(0, handle.length() - 1) : handle;
    }

    /** What is overdue fails but keeps its place in the line, since its answer may still come. */
    private void expireOverdue(Link up) {
        long now = System.nanoTime();
        ExceptionsOption introduction = this.option;
        if (this.link == null && introduction != null && introduction.isOverdue(now)) {
            up.close(new IOException(address() + " took the connection but does not answer"));
            return;
        }
        for (Request request : this.unanswered) {
            if (request.isOverdue(now) && request.isOpen()) {
                request.fail(
                        new GearmanTimeoutException(request.describe() + " was not answered in time by " + address()));
            }
        }
        up.forEachQueued(queued -> {
            if (queued instanceof Request request && request.isOverdue(now) && request.isOpen()) {
                request.fail(new GearmanTimeoutException(
                        request.describe() + " could not be sent in time: " + address() + " does not read"));
            }
        });
    }

    @Override
    public void down(Link lost, Throwable cause) {
        boolean wasReady = this.link != null;
        this.link = null;
        if (this.clock != null) {
            this.clock.cancel(false);
        }
        if (this.option != null) {
            this.option.withdraw();
        }
        for (ForegroundJob job : this.jobs.removeAll()) {
            JobHandle handle = job.handle();
            job.lost(
                    this.dispatcher.isClosed() || handle == null
                            ? Dispatcher.closedFailure()
                            : new GearmanConnectionLostException(handle, cause));
        }
        List<Request> unsettled = new ArrayList<>(this.unanswered);
        this.unanswered.clear();
        unsettled.forEach(this.dispatcher::dispatch);
        closeIfRetired();
        if (wasReady) {
            this.events.down(address(), this.retiring || this.dispatcher.isClosed() ? null : cause);
        } else {
            connectFailed(cause);
        }
    }

    @Override
    public void connectFailed(Throwable cause) {
        closeIfRetired();
        if (!this.tried) {
            this.tried = true;
            this.dispatcher.retryWaiting();
        }
    }
}
