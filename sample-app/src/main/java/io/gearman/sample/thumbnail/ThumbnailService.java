package io.gearman.sample.thumbnail;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.sample.web.ProblemException;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.spring.core.JobSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Has thumbnails made by the function {@code thumbnail}. Thread-safe. */
@Service
class ThumbnailService {

    /** How the text of a failed job begins when it is the caller's picture that was wrong. */
    private static final String CALLERS_FAULT = UnreadablePictureException.class.getName() + ": ";

    private final GearmanOperations gearman;
    private final ThumbnailProperties properties;

    ThumbnailService(GearmanOperations gearman, ThumbnailProperties properties) {
        this.gearman = gearman;
        this.properties = properties;
    }

    CompletableFuture<Thumbnail> thumbnail(ThumbnailOrder order, JobSpec.StatusCallback progress) {
        return this.gearman
                .job("thumbnail")
                .payload(order.toPayload())
                .timeout(this.properties.jobTimeout())
                .onStatus(progress)
                .submit(byte[].class)
                .handle((file, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(explained(failure));
                    }
                    return new Thumbnail(file);
                });
    }

    private static Throwable explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Optional<String> text = cause instanceof GearmanJobFailedException failed
                ? failed.exceptionText().filter(message -> message.startsWith(CALLERS_FAULT))
                : Optional.empty();
        return text.<Throwable>map(message ->
                        new ProblemException(HttpStatus.valueOf(422), message.substring(CALLERS_FAULT.length())))
                .orElse(cause);
    }
}
