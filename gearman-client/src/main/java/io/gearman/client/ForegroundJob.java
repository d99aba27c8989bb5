package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A foreground job from its submission to its result. Once accepted it is used by the event loop of its server only, but for
 * the listener, which is called through the executor.
 */
final class ForegroundJob extends Request {

    private static final Logger LOG = LoggerFactory.getLogger(ForegroundJob.class);

    /** A job that brings down each server that takes it must not go round for ever. */
    private static final int MAX_LOSSES = 10;

    private final String description;

    private final String function;

    private final @Nullable String routingKey;

    private final @Nullable JobListener listener;

    private final @Nullable Duration timeout;

    private final Duration patience;

    private final long started = System.nanoTime();

    private final Executor executor;

    private final Result<byte[]> result;

    /** Given up when the server has accepted a job that is not to be run again: payloads may be large and jobs wait for long. */
    private @Nullable JobRequest request;

    private @Nullable JobHandle handle;

    private @Nullable Future<?> timer;

    /** How often a server was lost that had accepted the job. */
    private int losses;

    private boolean dataHeard;

    /**
     * Creates the submission of a job.
     *
     * @param timeout how long the whole job may take; {@code null}: for ever
     * @param patience how long it may take until it is accepted
     * @param callbacks runs listeners, one call after another
     * @param completion completes the result if there is no listener to go before it
     */
    ForegroundJob(
            JobRequest request,
            @Nullable Duration timeout,
            Dispatcher dispatcher,
            Duration patience,
            Executor callbacks,
            Executor completion) {
        super(dispatcher, timeout == null || timeout.compareTo(patience) > 0 ? patience : timeout);
        this.request = request;
        this.description = request.toString();
        this.function = request.function();
        this.routingKey = Submission.routingKey(request);
        this.listener = request.listener();
        this.timeout = timeout;
        this.patience = patience;
        this.executor = this.listener == null ? completion : new SerialExecutor(callbacks);
        this.result = new Result<>(this.executor, this::abandoned);
    }

    @Override
    String describe() {
        return "Foreground " + this.description;
    }

    @Override
    String function() {
        return this.function;
    }

    @Override
    @Nullable
    String routingKey() {
        return this.routingKey;
    }

    @Override
    Packet encode() {
        JobRequest unsent = this.request;
        if (unsent == null) {
            throw new IllegalStateException(describe() + " was accepted before and is never sent again");
        }
        return Submission.foreground(unsent);
    }

    @Override
    boolean expects(PacketType type) {
        return type == PacketType.JOB_CREATED;
    }

    @Override
    void answered(ServerSession from, Packet reply) {
        JobHandle created = new JobHandle(reply.text(0), from.address());
        if (this.request != null && !this.request.idempotent()) {
            this.request = null;
        }
        this.handle = created;
        tell(0, follower -> follower.created(created));
        from.running(created.value(), this);
        if (!isOpen()) {
            from.abandon(this);
        } else if (this.timeout != null) {
            long left = this.timeout.toNanos() - (System.nanoTime() - this.started);
            this.timer = from.schedule(() -> timedOut(from), left, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    Result<byte[]> result() {
        return this.result;
    }

    @Nullable
    JobHandle handle() {
        return this.handle;
    }

    void data(byte[] data) {
        this.dataHeard = true;
        tell(data.length, follower -> follower.data(data));
    }

    void warning(byte[] warning) {
        tell(warning.length, follower -> follower.warning(warning));
    }

    void status(long numerator, long denominator) {
        tell(0, follower -> follower.status(numerator, denominator));
    }

    void completed(byte[] payload) {
        stopTimer();
        this.result.succeed(payload);
    }

    void failed(byte @Nullable [] exception) {
        stopTimer();
        JobHandle job = this.handle;
        if (job == null) {
            return;
        }
        if (exception == null) {
            fail(new GearmanJobFailedException(job, this.function, null));
        } else {
            tell(exception.length, follower -> follower.exception(exception));
            fail(new GearmanJobFailedException(job, this.function, new String(exception, StandardCharsets.UTF_8)));
        }
    }

    /** The job will not be answered by the server that had accepted it. */
    void lost(GearmanException failure) {
        stopTimer();
        Duration left =
                this.timeout == null ? this.patience : this.timeout.minusNanos(System.nanoTime() - this.started);
        if (this.request == null || this.dataHeard || ++this.losses > MAX_LOSSES || left.isNegative()) {
            fail(failure);
            return;
        }
        LOG.debug("{} is submitted again: {}", describe(), failure.getMessage());
        this.handle = null;
        extend(left.compareTo(this.patience) > 0 ? this.patience : left);
        dispatcher().dispatch(this);
    }

    /** The place that it had among those that wait was given back when a server accepted it first. */
    @Override
    boolean takesPlace() {
        return this.losses == 0;
    }

    private void timedOut(ServerSession from) {
        fail(new GearmanTimeoutException(
                "Job " + this.handle + " of function '" + this.function + "' is not done after " + this.timeout));
        from.abandon(this);
    }

    /** The caller has ended the future. */
    private void abandoned() {
        ServerSession server = session();
        if (server != null) {
            server.execute(() -> {
                stopTimer();
                server.abandon(this);
            });
        }
    }

    private void stopTimer() {
        if (this.timer != null) {
            this.timer.cancel(false);
            this.timer = null;
        }
    }

    private void tell(int bytes, Consumer<JobListener> call) {
        JobListener follower = this.listener;
        ServerSession server = session();
        if (follower == null || server == null || !isOpen()) {
            return;
        }
        Backlog backlog = server.backlog();
        backlog.add(bytes);
        this.executor.execute(() -> {
            try {
                call.accept(follower);
            } catch (RuntimeException | Error ex) {
                LOG.warn("The listener of {} failed; the job goes on", describe(), ex);
            } finally {
                backlog.remove(bytes);
            }
        });
    }
}
