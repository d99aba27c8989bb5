package io.gearman.spring.core;

import io.gearman.client.JobHandle;
import io.gearman.client.JobStatus;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Submits jobs to Gearman and asks after them.
 *
 * <p>Payloads and results are converted: {@code byte[]} stays as it is, {@code String} is UTF-8, {@code null} is empty,
 * and anything else is JSON. Every failure is a {@link io.gearman.client.GearmanException}: a
 * {@link io.gearman.client.GearmanJobFailedException} when the job failed, with the text of the worker's exception if
 * there was one, a {@link io.gearman.client.GearmanTimeoutException} when it took too long, and a
 * {@link io.gearman.client.GearmanUnavailableException} when no job server could be reached.
 */
public interface GearmanOperations {

    /**
     * Run a job in the foreground and wait for its result.
     *
     * <p>Waits as long as {@code gearman.template.timeout} says, by default without limit. A call from a
     * {@code @PostConstruct} method for a function that this very application serves waits for a worker that has not
     * started yet; use an {@code ApplicationRunner} instead.
     *
     * @param <R> the type of the result
     * @param function name of the function
     * @param payload what the worker receives, {@code null} for an empty payload
     * @param resultType the type of the result; {@code Void.class} ignores it
     * @return the result, {@code null} if it is empty and neither {@code byte[]} nor {@code String} was asked for
     * @throws io.gearman.client.GearmanException if the job failed, timed out or could not be submitted
     * @throws org.springframework.messaging.converter.MessageConversionException if payload or result do not convert
     */
    <R> @Nullable R execute(String function, @Nullable Object payload, Class<R> resultType);

    /**
     * Run a job in the foreground without waiting.
     *
     * @param <R> the type of the result
     * @param function name of the function
     * @param payload what the worker receives, {@code null} for an empty payload
     * @param resultType the type of the result; {@code Void.class} ignores it
     * @return completes with the result, or exceptionally as {@link #execute} would fail
     */
    <R> CompletableFuture<R> submit(String function, @Nullable Object payload, Class<R> resultType);

    /**
     * Hand a job to the job server, to be run in the background.
     *
     * @param function name of the function
     * @param payload what the worker receives, {@code null} for an empty payload
     * @return the handle of the job, which the server has accepted (and stored, if it is durable)
     * @throws io.gearman.client.GearmanException if no server accepted the job
     */
    JobHandle submitBackground(String function, @Nullable Object payload);

    /**
     * Ask the server of a background job how far it is.
     *
     * @param handle the job's handle
     * @return what the server knows of the job; not known any more when it is done
     * @throws io.gearman.client.GearmanException if the server could not be asked
     */
    JobStatus status(JobHandle handle);

    /**
     * Ask how far the job with a unique is.
     *
     * @param unique the unique under which the job was submitted
     * @return what the server knows of the job, with the number of clients that wait for it
     * @throws io.gearman.client.GearmanException if the server could not be asked
     */
    JobStatus statusByUnique(String unique);

    /**
     * Describe a job step by step, and submit it.
     *
     * @param function name of the function
     * @return an empty description, to be filled and submitted
     */
    JobSpec job(String function);
}
