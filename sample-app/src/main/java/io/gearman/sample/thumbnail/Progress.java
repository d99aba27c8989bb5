package io.gearman.sample.thumbnail;

/** Takes note of how much of a thumbnail is done, and may end it. */
@FunctionalInterface
interface Progress {

    /**
     * Reports progress.
     *
     * @param percent 0 to 100
     * @return {@code false} if nobody wants the thumbnail any more
     */
    boolean report(int percent);
}
