package io.gearman.spring.core;

import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.client.JobRequest;
import io.gearman.spring.converter.EncodedPayload;
import io.gearman.spring.core.JobSubmissionObserver.Ending;
import io.gearman.spring.envelope.EnvelopeFormat;
import io.gearman.spring.envelope.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final TemplateSettings settings;

    private final JobRequest.Builder request;

    private final Map<String, String> headers = new LinkedHashMap<>();

    private EncodedPayload payload = EncodedPayload.EMPTY;

    private EnvelopeFormat envelope;

    private @Nullable JobCallbacks callbacks;

    private @Nullable Duration timeout;

    private @Nullable Supplier<Instant> startTime;

    DefaultJobSpec(String function, TemplateSettings settings) {
        this.function = function;
        this.settings = settings;
        this.envelope = settings.envelope();
        this.request = JobRequest.builder(function);
    }

    @Override
    public JobSpec payload(@Nullable Object payload) {
        this.payload = this.settings.converter().encode(payload);
        return this;
    }

    @Override
    public JobSpec header(String name, String value) {
        this.headers.put(HeaderNames.require(name), value);
        return this;
    }

    @Override
    public JobSpec envelope(EnvelopeFormat envelope) {
        this.envelope = envelope;
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
            T value = this.settings.converter().fromBytes(data, dataType);
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
        return execute((result) -> this.settings.converter().fromBytes(result, resultType));
    }

    @Override
    public <R> @Nullable R execute(ParameterizedTypeReference<R> resultType) {
        return execute((result) -> this.settings.converter().fromBytes(result, resultType));
    }

    @Override
    public <R> CompletableFuture<R> submit(Class<R> resultType) {
        return submit((result) -> this.settings.converter().fromBytes(result, resultType));
    }

    @Override
    public <R> CompletableFuture<R> submit(ParameterizedTypeReference<R> resultType) {
        return submit((result) -> this.settings.converter().fromBytes(result, resultType));
    }

    @Override
    public JobHandle submitBackground() {
        if (this.startTime != null) {
            this.request.runAt(this.startTime.get());
        }
        return observed(true, this.settings.client()::executeBackground);
    }

    private <R> @Nullable R execute(Function<byte[], @Nullable R> reader) {
        prepareForeground();
        return reader.apply(observed(false, this.settings.client()::execute));
    }

    private <R> CompletableFuture<R> submit(Function<byte[], @Nullable R> reader) {
        prepareForeground();
        Map<String, String> headers = copyOfHeaders();
        Ending ending = begin(false, headers);
        CompletableFuture<byte[]> job = this.settings.client().submit(request(headers));
        CompletableFuture<R> result = job.whenComplete((bytes, failure) -> ending.ended(bare(failure)))
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

    private void prepareForeground() {
        if (this.startTime != null) {
            throw new IllegalStateException(
                    "Job of function '%s': only a background job can run at a later time; ".formatted(this.function)
                            + "use submitBackground(), or drop runAt and delay");
        }
        this.request
                .timeout(
                        (this.timeout != null)
                                ? this.timeout
                                : this.settings.timeout().get())
                .listener(this.callbacks);
    }

    private <T> T observed(boolean background, Function<JobRequest, T> submission) {
        Map<String, String> headers = copyOfHeaders();
        Ending ending = begin(background, headers);
        T result;
        try {
            result = submission.apply(request(headers));
        } catch (RuntimeException ex) {
            ending.ended(ex);
            throw ex;
        }
        ending.ended(null);
        return result;
    }

    /** A description may be submitted more than once, and an observer adds headers to each submission. */
    private Map<String, String> copyOfHeaders() {
        if (this.envelope == EnvelopeFormat.NONE && !this.headers.isEmpty()) {
            throw new IllegalStateException("Job of function '%s': headers %s need an envelope to travel in; "
                            .formatted(this.function, this.headers.keySet())
                    + "set gearman.template.envelope=cloudevents, or call envelope(EnvelopeFormat.CLOUDEVENTS)");
        }
        return new LinkedHashMap<>(this.headers);
    }

    private Ending begin(boolean background, Map<String, String> headers) {
        Ending observed = this.settings.observer().begin(new JobSubmission(this.function, background, headers));
        return (failure) -> {
            observed.ended(failure);
            this.settings.listener().submitted(this.function, background, failure);
        };
    }

    private JobRequest request(Map<String, String> headers) {
        byte[] bytes = this.payload.bytes();
        if (this.envelope == EnvelopeFormat.CLOUDEVENTS) {
            bytes = this.settings
                    .envelopeWriter()
                    .get()
                    .write(this.function, this.payload.contentType(), bytes, headers);
        }
        return this.request.payload(bytes).build();
    }

    private static @Nullable Throwable bare(@Nullable Throwable failure) {
        return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
    }
}
