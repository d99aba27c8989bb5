package io.gearman.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * Told how each submission of a {@link GearmanTemplate} ended, for metrics.
 *
 * <p>Called by the submitting thread or a thread of the client; must not block.
 */
@FunctionalInterface
public interface JobSubmissionListener {

    /**
     * Called once for each submission: when its result is there, when the server has accepted it if it is a background
     * job, or when it has failed.
     *
     * @param function name of the function
     * @param background whether it is a background job
     * @param failure why it failed, {@code null} if it did not
     */
    void submitted(String function, boolean background, @Nullable Throwable failure);
}
