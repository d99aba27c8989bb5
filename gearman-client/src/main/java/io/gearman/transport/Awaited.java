package io.gearman.transport;

/**
 * Something that a thread begins and then waits for. All is called by that thread.
 *
 * @param <T> what comes of it
 * @see GearmanConnection#attend
 */
public interface Awaited<T> {

    /**
     * Begins it. Called once and first; the thread may be the event loop by now, and so must not wait.
     *
     * @return whether it is the event loop of the connection that brings the outcome
     */
    boolean begin();

    /**
     * Tells whether the outcome is there.
     *
     * @return {@code false} if it has to be waited for
     */
    boolean isDone();

    /**
     * Waits for the outcome, if it is not there. Called once and last, when the thread is not the event loop any more.
     *
     * @return the outcome
     */
    T outcome();
}
