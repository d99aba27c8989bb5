package io.gearman.rivals;

/** What all of them can do: take a job and run it later, in a method that tells {@link Arrivals}. Any thread may call it. */
public interface Rival {

    /**
     * Hands over a job and returns when the other side has answered for it, if it does so at all.
     *
     * @param job the job
     * @throws Exception when it was not accepted
     */
    void submit(OrderJob job) throws Exception;
}
