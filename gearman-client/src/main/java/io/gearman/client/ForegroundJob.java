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

    private final String description;

    private final String function;

    private final @Nullable String routingKey;

    private final @Nullable JobListener listener;

    private final @Nullable Duration timeout;

    private final long started = System.nanoTime();

    private final Executor executor;

    private final Result<byte[]> result;

    /** Given up when the server has accepted the job: a payload may be large and a job may wait for long. */
    private @Nullable JobRequest request;

    private @Nullable JobHandle handle;

    private @Nullable Future<?> timer;

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
        this.executor = this.listener == null ? completion : new SerialExecutor(callbacks);
        this.result = new Result<>(this.executor, this::abandoned);
    }

    @Override
    String describe() {
        return "Foreground " + this.description;
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
        this.request = null;
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

    void lost(GearmanException failure) {
        stopTimer();
        fail(failure);
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
