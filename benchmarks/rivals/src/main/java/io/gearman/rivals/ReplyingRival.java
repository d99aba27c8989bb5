package io.gearman.rivals;

/** One that can also wait for what the worker's method returns. Any thread may call it. */
public interface ReplyingRival extends Rival {

    /**
     * Sends a job and waits for its result.
     *
     * @param job the job
     * @return the same job, as the worker returned it
     */
    OrderJob call(OrderJob job);
}
