package io.gearman.server.engine;

/**
 * Told what becomes of each job, for tests and tools that look on. Jobs that a store has brought back and clients that join a
 * job are not told of.
 *
 * <p>Called on the engine's thread, while the engine is at work; must neither block nor throw.
 */
public interface JobObserver {

    /**
     * A job has been taken in. A background job is not stored yet.
     *
     * @param job what was submitted
     */
    void submitted(SubmittedJob job);

    /**
     * A worker has completed a job.
     *
     * @param handle handle of the job
     * @param result what the worker has sent
     */
    void completed(String handle, byte[] result);

    /**
     * A job has come to its end without a result: its worker has failed it, the last allowed worker was lost, it was cancelled,
     * or its last client has left.
     *
     * @param handle handle of the job
     * @param reason the text of the worker's exception, or a few words of the server's own
     */
    void failed(String handle, String reason);

    /**
     * What was submitted.
     *
     * @param handle handle of the job
     * @param function name of the function
     * @param unique the unique, empty if there is none
     * @param payload the payload
     * @param background whether nobody waits for the result
     * @param runAtMillis when it is to run, in milliseconds since 1970; 0 for at once
     */
    record SubmittedJob(
            String handle, String function, String unique, byte[] payload, boolean background, long runAtMillis) {}
}
