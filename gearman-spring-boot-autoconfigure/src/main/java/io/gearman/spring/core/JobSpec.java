package io.gearman.spring.core;

import io.gearman.client.JobHandle;
import io.gearman.client.JobPriority;
import io.gearman.spring.envelope.EnvelopeFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * One job, described step by step and then submitted by {@code execute}, {@code submit} or {@code submitBackground}.
 *
 * <p>The callbacks run one at a time, in the order in which the worker sent the data, and are done before the result is
 * there. They do not apply to background jobs, whose output nobody receives. Not safe for use from multiple threads.
 */
public interface JobSpec {

    /**
     * Set what the worker receives. Default empty.
     *
     * @param payload {@code byte[]} as it is, {@code String} as UTF-8, anything else as JSON
     * @return this description
     */
    JobSpec payload(@Nullable Object payload);

    /**
     * Add a header, which the worker reads with {@code @Header}. Needs an {@link #envelope envelope}.
     *
     * @param name letters from a to z in lower case and digits, such as {@code tenant}
     * @param value the value
     * @return this description
     * @throws IllegalArgumentException if the name is not allowed
     */
    JobSpec header(String name, String value);

    /**
     * Set what the payload is put into. Default {@code gearman.template.envelope}, which is nothing unless set: workers that
     * know of no envelope read plain payloads only.
     *
     * @param envelope the format
     * @return this description
     */
    JobSpec envelope(EnvelopeFormat envelope);

    /**
     * Set the unique: as long as a job of the function with the same unique is waiting or running, a further one joins
     * it instead of being run. By default every job is run.
     *
     * @param unique at most 64 bytes in UTF-8
     * @return this description
     */
    JobSpec unique(String unique);

    /**
     * Set the priority. Default {@link JobPriority#NORMAL}.
     *
     * @param priority jobs of a higher priority are run before those of a lower one
     * @return this description
     */
    JobSpec priority(JobPriority priority);

    /**
     * Run the job in the background not before a point in time, in whole seconds on the wire. By default at once.
     *
     * @param time when the job may start
     * @return this description
     */
    JobSpec runAt(Instant time);

    /**
     * Run the job in the background not before a time from its submission on, in whole seconds on the wire. By default
     * at once.
     *
     * @param delay how long the job waits at least
     * @return this description
     */
    JobSpec delay(Duration delay);

    /**
     * Set how long to wait for the result of a foreground job. Default {@code gearman.template.timeout}.
     *
     * @param timeout the longest time from the submission to the result
     * @return this description
     */
    JobSpec timeout(Duration timeout);

    /**
     * Say that running the job twice does no harm: when the server that has accepted a foreground job is lost, the job is
     * submitted to another one. By default it fails with
     * {@link io.gearman.client.GearmanConnectionLostException}. A job of which a data callback has received something
     * fails in any case.
     *
     * @return this description
     */
    JobSpec idempotent();

    /**
     * Learn the job's handle as soon as the server has accepted it.
     *
     * @param callback receives the handle
     * @return this description
     */
    JobSpec onCreated(Consumer<JobHandle> callback);

    /**
     * Receive the data that the worker sends while the job runs.
     *
     * @param callback receives each piece as the worker sent it
     * @return this description
     */
    JobSpec onData(Consumer<byte[]> callback);

    /**
     * Receive the data that the worker sends while the job runs, converted.
     *
     * @param <T> the type of the data
     * @param dataType the type that each piece is converted to
     * @param callback receives each piece
     * @return this description
     */
    <T> JobSpec onData(Class<T> dataType, Consumer<T> callback);

    /**
     * Follow the progress of the job.
     *
     * @param callback receives each progress report of the worker
     * @return this description
     */
    JobSpec onStatus(StatusCallback callback);

    /**
     * Receive the warnings that the worker sends while the job runs, as UTF-8 text.
     *
     * @param callback receives each warning
     * @return this description
     */
    JobSpec onWarning(Consumer<String> callback);

    /**
     * Run the job in the foreground and wait until it is done, ignoring its result.
     *
     * @throws io.gearman.client.GearmanException if the job failed, timed out or could not be submitted
     */
    default void execute() {
        execute(Void.class);
    }

    /**
     * Run the job in the foreground and wait for its result.
     *
     * @param <R> the type of the result
     * @param resultType the type of the result
     * @return the result, {@code null} if it is empty and neither {@code byte[]} nor {@code String} was asked for
     * @throws io.gearman.client.GearmanException if the job failed, timed out or could not be submitted
     */
    <R> @Nullable R execute(Class<R> resultType);

    /**
     * Run the job in the foreground and wait for its result of a generic type.
     *
     * @param <R> the type of the result
     * @param resultType the type of the result, such as {@code new ParameterizedTypeReference<List<Row>>() {}}
     * @return the result, {@code null} if it is empty
     * @throws io.gearman.client.GearmanException if the job failed, timed out or could not be submitted
     */
    <R> @Nullable R execute(ParameterizedTypeReference<R> resultType);

    /**
     * Run the job in the foreground without waiting.
     *
     * @param <R> the type of the result
     * @param resultType the type of the result
     * @return completes with the result, or exceptionally with a {@link io.gearman.client.GearmanException}
     */
    <R> CompletableFuture<R> submit(Class<R> resultType);

    /**
     * Run the job in the foreground without waiting, for a result of a generic type.
     *
     * @param <R> the type of the result
     * @param resultType the type of the result
     * @return completes with the result, or exceptionally with a {@link io.gearman.client.GearmanException}
     */
    <R> CompletableFuture<R> submit(ParameterizedTypeReference<R> resultType);

    /**
     * Hand the job to the job server, to be run in the background.
     *
     * @return the handle of the job, which the server has accepted
     * @throws io.gearman.client.GearmanException if no server accepted the job
     */
    JobHandle submitBackground();

    /** Receives the progress of a job. */
    @FunctionalInterface
    interface StatusCallback {

        /**
         * Take note of the progress.
         *
         * @param numerator how much is done
         * @param denominator how much there is in all, {@code 0} if the worker does not know
         */
        void status(long numerator, long denominator);
    }
}
