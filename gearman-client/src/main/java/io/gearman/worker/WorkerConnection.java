package io.gearman.worker;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.transport.ConnectionListener;
import io.gearman.transport.EventLoops;
import io.gearman.transport.GearmanConnection;
import io.gearman.transport.Link;
import io.gearman.transport.ServerHealth;
import io.gearman.worker.WorkerOptions.Registration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a worker to a job server, over as many links as it takes: registers the functions, asks for jobs, hands
 * them to the executor.
 *
 * <p>Its state belongs to the connection's event loop; other threads hand over to it.
 */
final class WorkerConnection implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(WorkerConnection.class);

    /** How much later than the server the worker acts on a timeout: the server's timer decides what becomes of the job. */
    private static final Duration TIMEOUT_GRACE = Duration.ofMillis(250);

    private static final byte[] CONFIRM = "gearman-java drained".getBytes(StandardCharsets.US_ASCII);

    private final WorkerRun run;

    private final GrabState state;

    private final GearmanConnection connection;

    private final List<CompletableFuture<Void>> confirmations = new ArrayList<>();

    private @Nullable WorkerSession session;

    private PacketType grab = PacketType.GRAB_JOB_UNIQ;

    /** Whether the server has answered a request of the current kind otherwise than with ERROR. */
    private boolean grabAccepted;

    private volatile boolean closing;

    WorkerConnection(WorkerRun run, GrabState state, EventLoops loops) {
        this.run = run;
        this.state = state;
        this.connection = new GearmanConnection(state.server(), run.options().connection(), loops, this);
    }

    void connect() {
        this.connection.connect();
    }

    ServerHealth health() {
        return this.connection.health();
    }

    @Override
    public void up(Link link) {
        WorkerSession session = new WorkerSession(link, this.state.incarnation());
        this.session = session;
        this.grabAccepted = false;
        session.introduce(this.run.options());
        if (!this.run.slots().isAtRest(this.state)) {
            session.register(this.run.options());
        }
        this.run.listener().connectionUp(this.state.server());
        this.run.slots().connected(this.state);
        next();
    }

    @Override
    public void packet(Link link, Packet packet) {
        WorkerSession session = this.session;
        if (session == null) {
            return;
        }
        switch (packet.type()) {
            case JOB_ASSIGN -> assigned(session, packet, "");
            case JOB_ASSIGN_UNIQ, JOB_ASSIGN_ALL -> assigned(session, packet, packet.text(2));
            case NO_JOB -> {
                this.grabAccepted = true;
                this.run.slots().noJob(this.state);
            }
            case NOOP -> this.run.slots().woken(this.state);
            case ERROR -> error(session, packet.text(0), packet.text(1));
            case ECHO_RES -> confirmed();
            default -> log.debug("{} sent {}, which a worker does not expect", session, packet.type());
        }
    }

    private void assigned(WorkerSession session, Packet packet, String unique) {
        this.grabAccepted = true;
        if (!this.run.slots().assigned(this.state)) {
            session.close(new IOException(session + " assigned a job that was not asked for"));
            return;
        }
        String function = packet.text(1);
        Registration registration = this.run.options().functions().get(function);
        JobFunction body = (registration != null) ? registration.body() : WorkerConnection::unknown;
        boolean stackTraces = registration != null && registration.options().stackTraces();
        WorkPackets packets =
                new WorkPackets(packet.argument(0), this.run.options().exceptions(), stackTraces);
        RunningJob job = new RunningJob(this, session, body, packets, function, unique, packet.payloadBytes());
        if (registration != null) {
            registration.options().timeout().ifPresent(timeout -> startTimer(job, timeout));
        }
        this.run.execute(job);
    }

    private static byte[] unknown(JobContext job) {
        throw new IllegalStateException("This worker has no function '" + job.function() + "'");
    }

    private void startTimer(RunningJob job, Duration timeout) {
        long millis = timeout.plus(TIMEOUT_GRACE).toMillis();
        job.timer(this.connection
                .eventLoop()
                .schedule(() -> job.cancel(JobOutcome.TIMED_OUT), millis, TimeUnit.MILLISECONDS));
    }

    private void error(WorkerSession session, String code, String text) {
        boolean aboutGrab = !this.grabAccepted && this.run.slots().isAsking(this.state);
        if (!aboutGrab) {
            // Usually a result that came too late, or WORK_FAIL after WORK_EXCEPTION.
            log.debug("{} answered ERROR {}: {}", session, code, text);
        } else if (this.grab == PacketType.GRAB_JOB_UNIQ) {
            log.debug("{} does not know GRAB_JOB_UNIQ ({}: {}); using GRAB_JOB", session, code, text);
            this.grab = PacketType.GRAB_JOB;
            this.run.slots().refused(this.state);
        } else {
            session.close(new IOException(session + " refuses to hand out jobs: " + code + ": " + text));
        }
    }

    @Override
    public void readComplete(Link link) {
        next();
    }

    /** Sends what the slots allow, here and on other connections. */
    private void next() {
        this.run.handOutSlots();
        WorkerSession session = this.session;
        if (session == null) {
            return;
        }
        GrabState.Turn turn = this.run.slots().turn(this.state);
        if (!turn.isEmpty()) {
            session.register(this.run.options());
        } else if (this.run.slots().isAtRest(this.state)) {
            session.unregister(this.run.options());
        }
        session.grab(this.grab, turn.grabs());
        if (turn.sleep()) {
            session.sleep();
        }
    }

    /** Tells this connection of a slot. */
    void granted(JobSlots.Grant grant) {
        if (!grant.delay().isZero()) {
            this.connection.eventLoop().schedule(() -> due(grant), grant.delay().toNanos(), TimeUnit.NANOSECONDS);
        } else if (!this.connection.eventLoop().inEventLoop()) {
            this.connection.eventLoop().execute(this::next);
        } else {
            next();
        }
    }

    /** Looks what there is to do, soon and on its own event loop. */
    void nextSoon() {
        soon(this::next);
    }

    /** Calls a task on this connection's event loop; never at once, whatever thread this is. */
    void soon(Runnable task) {
        try {
            this.connection.eventLoop().execute(task);
        } catch (RejectedExecutionException ex) {
            log.debug("The event loops were closed before the worker", ex);
        }
    }

    /** Calls a task again and again on this connection's event loop. */
    Future<?> every(Duration interval, Runnable task) {
        long nanos = interval.toNanos();
        return this.connection.eventLoop().scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void due(JobSlots.Grant grant) {
        this.run.slots().due(grant);
        next();
    }

    /** Ends a job whose function has ended: sends the result, then asks for the next one with the same write. */
    void finish(RunningJob job, WorkerSession session, List<Packet> packets) {
        session.finish(packets, () -> {
            job.stopTimer();
            this.run.finished(job);
            this.run.slots().finished(this.state, session.incarnation());
            if (this.connection.eventLoop().inEventLoop()) {
                next();
            }
        });
    }

    WorkerListener listener() {
        return this.run.listener();
    }

    @Override
    public void down(Link link, Throwable cause) {
        // The server may come back as another one.
        this.grab = PacketType.GRAB_JOB_UNIQ;
        this.session = null;
        this.run.slots().disconnected(this.state);
        this.run.listener().connectionDown(this.state.server(), this.closing ? null : cause);
        confirmed();
        this.run.handOutSlots();
    }

    /** Completes when the server has read all that was sent to it, or is not connected. */
    CompletableFuture<Void> confirm() {
        CompletableFuture<Void> confirmation = new CompletableFuture<>();
        try {
            this.connection.eventLoop().execute(() -> confirm(confirmation));
        } catch (RejectedExecutionException ex) {
            // The event loops were closed by their owner, and the connection with them.
            confirmation.complete(null);
        }
        return confirmation;
    }

    private void confirm(CompletableFuture<Void> confirmation) {
        if (this.session == null) {
            confirmation.complete(null);
        } else {
            this.confirmations.add(confirmation);
            this.session.echo(CONFIRM);
        }
    }

    private void confirmed() {
        this.confirmations.forEach(each -> each.complete(null));
        this.confirmations.clear();
    }

    /** Closes the link, if there is one, and completes when it is down. */
    CompletableFuture<Void> close() {
        this.closing = true;
        this.connection.close();
        return this.connection.closed();
    }
}
