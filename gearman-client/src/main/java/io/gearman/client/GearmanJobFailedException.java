package io.gearman.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker failed a job (WORK_FAIL or WORK_EXCEPTION), or the server gave the job up because it had lost its workers too
 * often.
 */
public class GearmanJobFailedException extends GearmanException {

    private static final long serialVersionUID = 1L;

    private final JobHandle handle;

    private final String function;

    private final @Nullable String exceptionText;

    /**
     * Creates the exception.
     *
     * @param handle the job
     * @param function the function of the job
     * @param exceptionText what the worker's WORK_EXCEPTION said, {@code null} after a mere WORK_FAIL
     */
    public GearmanJobFailedException(JobHandle handle, String function, @Nullable String exceptionText) {
        super("Job " + handle + " of function '" + function + "' failed"
                + (exceptionText == null ? "; the worker gave no reason" : ": " + exceptionText));
        this.handle = handle;
        this.function = function;
        this.exceptionText = exceptionText;
    }

    /**
     * Returns the handle of the job that failed.
     *
     * @return the handle
     */
    public JobHandle handle() {
        return this.handle;
    }

    /**
     * Returns the function of the job that failed.
     *
     * @return the function
     */
    public String function() {
        return this.function;
    }

    /**
     * Returns what the worker said.
     *
     * @return the payload of its WORK_EXCEPTION read as UTF-8; empty after a mere WORK_FAIL
     */
    public Optional<String> exceptionText() {
        return Optional.ofNullable(this.exceptionText);
    }
}
