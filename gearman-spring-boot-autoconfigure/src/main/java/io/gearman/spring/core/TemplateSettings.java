package io.gearman.spring.core;

import io.gearman.client.GearmanClient;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.envelope.EnvelopeFormat;
import io.gearman.spring.envelope.EnvelopeWriter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a template gives each job that it describes.
 *
 * @param client reaches the job servers
 * @param converter converts payloads and results
 * @param timeout how long to wait for the result of a job that says nothing itself
 * @param envelope the format of jobs that say nothing themselves
 * @param envelopeWriter makes envelopes
 * @param observer accompanies submissions
 * @param listener told how they ended
 */
record TemplateSettings(
        GearmanClient client,
        PayloadConverter converter,
        Supplier<@Nullable Duration> timeout,
        EnvelopeFormat envelope,
        Supplier<EnvelopeWriter> envelopeWriter,
        JobSubmissionObserver observer,
        JobSubmissionListener listener) {}
