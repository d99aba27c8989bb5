package io.gearman.worker;

/** How a job ended, as far as the worker knows. */
public enum JobOutcome {
    /** The function returned; WORK_COMPLETE was sent. */
    COMPLETED,
    /** The function threw {@link JobFailedException}; WORK_FAIL was sent. */
    FAILED,
    /** The function threw anything else; WORK_EXCEPTION and WORK_FAIL were sent. */
    EXCEPTION,
    /**
     * The connection that gave the job was lost, or closed when the worker's stop ran out of time: nothing was sent, and the
     * server gives the job to another worker.
     */
    LOST,
    /** The function's timeout passed before the function ended, so the server has most likely thrown its result away. */
    TIMED_OUT
}
