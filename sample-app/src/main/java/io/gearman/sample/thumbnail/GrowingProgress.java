package io.gearman.sample.thumbnail;

/** Passes every percentage on once, however often it is reported. Used by one thread. */
final class GrowingProgress implements Progress {

    private final Progress progress;
    private int reported = -1;

    GrowingProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public boolean report(int percent) {
        if (percent <= this.reported) {
            return true;
        }
        this.reported = percent;
        return this.progress.report(percent);
    }
}
