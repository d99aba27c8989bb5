package io.gearman.spring.core;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.client.JobRequest;
import io.gearman.spring.converter.PayloadConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** Collects what a job is to be and submits it through the client. */
class DefaultJobSpec implements JobSpec {

    private final String function;

    private final GearmanClient client;

    private final PayloadConverter converter;

    private final Supplier<@Nullable Duration> defaultTimeout;

    private final JobSubmissionListener submissionListener;

    private final JobRequest.Builder request;

    private @Nullable JobCallbacks callbacks;

    private @Nullable Duration timeout;

    private @Nullable Supplier<Instant> startTime;

    DefaultJobSpec(
            String function,
            GearmanClient client,
            PayloadConverter converter,
            Supplier<@Nullable Duration> defaultTimeout,
            JobSubmissionListener submissionListener) {
        this.function = function;
        this.client = client;
        this.converter = converter;
        this.defaultTimeout = defaultTimeout;
        this.submissionListener = submissionListener;
        this.request = JobRequest.builder(function);
    }

    @Override
    public JobSpec payload(@Nullable Object payload) {
        this.request.payload(this.converter.toBytes(payload));
        return this;
    }

    @Override
    public JobSpec unique(String unique) {
        this.request.unique(unique);
        return this;
    }

    @Override
    public JobSpec priority(JobPriority priority) {
        this.request.priority(priority);
        return this;
    }

    @Override
    public JobSpec runAt(Instant time) {
        this.startTime = () -> time;
        return this;
    }

    @Override
    public JobSpec delay(Duration delay) {
        this.startTime = () -> Instant.now().plus(delay);
        return this;
    }

    @Override
    public JobSpec timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    @Override
    public JobSpec idempotent() {
        this.request.idempotent(true);
        return this;
    }

    @Override
    public JobSpec onCreated(Consumer<JobHandle> callback) {
        callbacks().onCreated(callback);
        return this;
    }

    @Override
    public JobSpec onData(Consumer<byte[]> callback) {
        callbacks().onData(callback);
        return this;
    }

    @Override
    public <T> JobSpec onData(Class<T> dataType, Consumer<T> callback) {
        callbacks().onData((data) -> {
            T value = this.converter.fromBytes(data, dataType);
            if (value != null) {
                callback.accept(value);
            }
        });
        return this;
    }

    @Override
    public JobSpec onStatus(StatusCallback callback) {
        callbacks().onStatus(callback);
        return this;
    }

    @Override
    public JobSpec onWarning(Consumer<String> callback) {
        callbacks().onWarning(callback);
        return this;
    }

    @Override
    public <R> @Nullable R execute(Class<R> resultType) {
        return execute((result) -> this.converter.fromBytes(result, resultType));
    }

    @Override
    public <R> @Nullable R execute(ParameterizedTypeReference<R> resultType) {
        return execute((result) -> this.converter.fromBytes(result, resultType));
    }

    @Override
    public <R> CompletableFuture<R> submit(Class<R> resultType) {
        return submit((result) -> this.converter.fromBytes(result, resultType));
    }

    @Override
    public <R> CompletableFuture<R> submit(ParameterizedTypeReference<R> resultType) {
        return submit((result) -> this.converter.fromBytes(result, resultType));
    }

    @Override
    public JobHandle submitBackground() {
        if (this.startTime != null) {
            this.request.runAt(this.startTime.get());
        }
        return observed(true, () -> this.client.executeBackground(this.request.build()));
    }

    private <R> @Nullable R execute(Function<byte[], @Nullable R> reader) {
        JobRequest request = foreground();
        return reader.apply(observed(false, () -> this.client.execute(request)));
    }

    private <R> CompletableFuture<R> submit(Function<byte[], @Nullable R> reader) {
        CompletableFuture<byte[]> job = this.client.submit(foreground());
        CompletableFuture<R> result = job.whenComplete(
                        (bytes, failure) -> this.submissionListener.submitted(this.function, false, bare(failure)))
                .thenApply(reader);
        // Who gives up the result gives up the job, too.
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                job.cancel(false);
            }
        });
        return result;
    }

    /** Made on demand: a job without callbacks is spared the way through the client's callback executor. */
    private JobCallbacks callbacks() {
        if (this.callbacks == null) {
            this.callbacks = new JobCallbacks();
        }
        return this.callbacks;
    }

    private JobRequest foreground() {
        if (this.startTime != null) {
            throw new IllegalStateException(
                    "Job of function '%s': only a background job can run at a later time; ".formatted(this.function)
                            + "use submitBackground(), or drop runAt and delay");
        }
        return this.request
                .timeout((this.timeout != null) ? this.timeout : this.defaultTimeout.get())
                .listener(this.callbacks)
                .build();
    }

    private <T> T observed(boolean background, Supplier<T> submission) {
        T result;
        try {
            result = submission.get();
        } catch (RuntimeException ex) {
            this.submissionListener.submitted(this.function, background, ex);
            throw ex;
        }
        this.submissionListener.submitted(this.function, background, null);
        return result;
    }

    private static @Nullable Throwable bare(@Nullable Throwable failure) {
        return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
    }
}
