package io.gearman.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * Accompanies each submission of a {@link GearmanTemplate} from its beginning to its end, for traces.
 *
 * <p>Must not block. Safe for use from multiple threads.
 */
@FunctionalInterface
public interface JobSubmissionObserver {

    /** Does nothing. */
    JobSubmissionObserver NONE = (submission) -> (failure) -> {};

    /**
     * Called by the submitting thread before a job is submitted. May add headers.
     *
     * @param submission what is to be submitted
     * @return told how it ended
     */
    Ending begin(JobSubmission submission);

    /** Told the end of one submission. */
    @FunctionalInterface
    interface Ending {

        /**
         * Called once, by the submitting thread or a thread of the client: when the result is there, when the server has
         * accepted the job if it is a background job, or when it has failed.
         *
         * @param failure why it failed, {@code null} if it did not
         */
        void ended(@Nullable Throwable failure);
    }
}
