package io.gearman.client;

/**
 * The server had accepted a foreground job, then the connection to it was lost: the result cannot arrive any more. The job
 * may have run, may still run, or may be dropped. The client submits it again only if the request said
 * that it is {@linkplain JobRequest.Builder#idempotent idempotent}.
 */
public class GearmanConnectionLostException extends GearmanException {

    private static final long serialVersionUID = 1L;

    private final JobHandle handle;

    /**
     * Creates the exception.
     *
     * @param handle the job
     * @param cause why the connection was lost
     */
    public GearmanConnectionLostException(JobHandle handle, Throwable cause) {
        super("The connection was lost while job " + handle + " was running or queued: " + cause.getMessage(), cause);
        this.handle = handle;
    }

    /**
     * Returns the handle of the job whose result is lost.
     *
     * @return the handle
     */
    public JobHandle handle() {
        return this.handle;
    }
}
