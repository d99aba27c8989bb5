package io.gearman.spring.core;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobHandle;
import io.gearman.client.JobStatus;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.envelope.EnvelopeFormat;
import io.gearman.spring.envelope.EnvelopeWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Submits jobs through a {@link GearmanClient} and converts their payloads and results.
 *
 * <p>To be configured before it is used; then safe for use from multiple threads.
 */
public class GearmanTemplate implements GearmanOperations {

    private final GearmanClient client;

    private final PayloadConverter converter;

    private Supplier<@Nullable Duration> timeout = () -> null;

    private EnvelopeFormat envelope = EnvelopeFormat.NONE;

    private Supplier<EnvelopeWriter> envelopeWriter = envelopeWriter("/gearman");

    private JobSubmissionObserver submissionObserver = JobSubmissionObserver.NONE;

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
     * Set what payloads are put into, unless a job says otherwise. Default {@link EnvelopeFormat#NONE}.
     *
     * @param envelope the format
     * @param source who sends, as a URI or a part of one, such as {@code /orders}
     * @throws io.gearman.spring.envelope.MissingJsonLibraryException if the format needs Jackson 3 and it is not there
     */
    public void setEnvelope(EnvelopeFormat envelope, String source) {
        this.envelope = envelope;
        if (envelope == EnvelopeFormat.NONE) {
            this.envelopeWriter = envelopeWriter(source);
        } else {
            EnvelopeWriter writer = new EnvelopeWriter(source);
            this.envelopeWriter = () -> writer;
        }
    }

    private static Supplier<EnvelopeWriter> envelopeWriter(String source) {
        return SingletonSupplier.of(() -> new EnvelopeWriter(source));
    }

    /**
     * Set who accompanies submissions from their beginning to their end. Default nobody.
     *
     * @param submissionObserver the observer
     */
    public void setSubmissionObserver(JobSubmissionObserver submissionObserver) {
        this.submissionObserver = submissionObserver;
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
        return new DefaultJobSpec(
                function,
                new TemplateSettings(
                        this.client,
                        this.converter,
                        this.timeout,
                        this.envelope,
                        this.envelopeWriter,
                        this.submissionObserver,
                        this.submissionListener));
    }
}
