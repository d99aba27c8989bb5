package io.gearman.sample.thumbnail;

import java.util.concurrent.CancellationException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Passes an {@link ImageReader}'s progress on, and aborts it when nobody wants the picture any more. */
final class ReadingProgress implements IIOReadProgressListener {

    private final Progress progress;
    private boolean aborted;

    ReadingProgress(Progress progress) {
        this.progress = progress;
    }

    void refuseAborted() {
        if (this.aborted) {
            throw new CancellationException("Nobody waits for the thumbnail any more");
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        if (!this.progress.report((int) percentageDone)) {
            this.aborted = true;
            source.abort();
        }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
}
