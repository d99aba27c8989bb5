package io.gearman.sample.thumbnail;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.worker.JobContext;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Makes thumbnails. Thread-safe: every call has its own picture. */
@Component
class ThumbnailWorker {

    private static final int COMPLETE = 100;

    private final PictureFile pictures;

    ThumbnailWorker(ThumbnailProperties properties) {
        this.pictures = new PictureFile(properties.maxPixels());
    }

    @GearmanFunction(name = "thumbnail", concurrency = "#{T(java.lang.Runtime).getRuntime().availableProcessors()}")
    byte[] scale(byte[] payload, JobContext job) throws IOException {
        ThumbnailOrder order = ThumbnailOrder.parse(payload);
        return this.pictures.thumbnail(order, percent -> {
            job.progress(percent, COMPLETE);
            return !job.isCancelled();
        });
    }
}
