package io.gearman.spring.core;

import io.gearman.client.GearmanConnectionLostException;
import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.GearmanRejectedException;
import io.gearman.client.GearmanTimeoutException;
import io.gearman.client.GearmanUnavailableException;
import org.jspecify.annotations.Nullable;

/** How a submission ended, in the few words that meters and traces use. */
public enum SubmissionOutcome {
    /** The result of a foreground job is there. */
    COMPLETED,
    /** The server has accepted a background job. */
    ACCEPTED,
    /** The worker failed the job. */
    FAILED,
    /** It took too long. */
    TIMEOUT,
    /** No server could be reached. */
    UNAVAILABLE,
    /** The server refused the job. */
    REJECTED,
    /** The connection was lost while the job ran. */
    LOST,
    /** Anything else. */
    ERROR;

    /**
     * Tell how a submission ended.
     *
     * @param background whether it was a background job
     * @param failure why it failed, {@code null} if it did not
     * @return the outcome
     */
    public static SubmissionOutcome of(boolean background, @Nullable Throwable failure) {
        if (failure == null) {
            return background ? ACCEPTED : COMPLETED;
        }
        if (failure instanceof GearmanJobFailedException) {
            return FAILED;
        }
        if (failure instanceof GearmanTimeoutException) {
            return TIMEOUT;
        }
        if (failure instanceof GearmanUnavailableException) {
            return UNAVAILABLE;
        }
        if (failure instanceof GearmanRejectedException) {
            return REJECTED;
        }
        return (failure instanceof GearmanConnectionLostException) ? LOST : ERROR;
    }
}
