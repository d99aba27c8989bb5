package io.gearman.worker;

/** Thrown by a {@link JobFunction} to fail its job with WORK_FAIL only: the submitter learns that, but not why. */
public class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message why the job failed, for the worker's own log
     */
    public JobFailedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param message why the job failed, for the worker's own log
     * @param cause what went wrong
     */
    public JobFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
