package io.gearman.spring.core;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobHandle;
import io.gearman.client.JobStatus;
import io.gearman.spring.converter.PayloadConverter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Submits jobs through a {@link GearmanClient} and converts their payloads and results.
 *
 * <p>To be configured before it is used; then safe for use from multiple threads.
 */
public class GearmanTemplate implements GearmanOperations {

    private final GearmanClient client;

    private final PayloadConverter converter;

    private Supplier<@Nullable Duration> timeout = () -> null;

    private JobSubmissionListener submissionListener = (function, background, failure) -> {};

    /**
     * Create a template that converts JSON where Jackson 3 is on the class path.
     *
     * @param client reaches the job servers; not closed by the template
     */
    public GearmanTemplate(GearmanClient client) {
        this(client, new PayloadConverter());
    }

    /**
     * Create a template.
     *
     * @param client reaches the job servers; not closed by the template
     * @param converter converts payloads and results
     */
    public GearmanTemplate(GearmanClient client, PayloadConverter converter) {
        this.client = client;
        this.converter = converter;
    }

    /**
     * Set how long to wait for the result of a foreground job that says nothing itself. Default the client's job timeout,
     * which is no limit unless set.
     *
     * @param timeout the longest time, {@code null} for the client's
     */
    public void setTimeout(@Nullable Duration timeout) {
        setTimeout(() -> timeout);
    }

    /**
     * Set how long to wait for the result of a foreground job that says nothing itself, asked at each submission.
     *
     * @param timeout supplies the longest time, {@code null} for the client's
     */
    public void setTimeout(Supplier<@Nullable Duration> timeout) {
        this.timeout = timeout;
    }

    /**
     * Set who is told how submissions end. Default nobody.
     *
     * @param submissionListener the listener
     */
    public void setSubmissionListener(JobSubmissionListener submissionListener) {
        this.submissionListener = submissionListener;
    }

    @Override
    public <R> @Nullable R execute(String function, @Nullable Object payload, Class<R> resultType) {
        return job(function).payload(payload).execute(resultType);
    }

    @Override
    public <R> CompletableFuture<R> submit(String function, @Nullable Object payload, Class<R> resultType) {
        return job(function).payload(payload).submit(resultType);
    }

    @Override
    public JobHandle submitBackground(String function, @Nullable Object payload) {
        return job(function).payload(payload).submitBackground();
    }

    @Override
    public JobStatus status(JobHandle handle) {
        return Futures.await(this.client.status(handle));
    }

    @Override
    public JobStatus statusByUnique(String unique) {
        return Futures.await(this.client.statusByUnique(unique));
    }

    @Override
    public JobSpec job(String function) {
        return new DefaultJobSpec(function, this.client, this.converter, this.timeout, this.submissionListener);
    }
}
