package io.gearman.sample.thumbnail;

import io.gearman.client.GearmanException;
import io.gearman.sample.web.ProblemAdvice;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The events that follow one thumbnail: {@code progress} any number of times, then one {@code thumbnail} or one
 * {@code problem}. Called by one thread at a time, as the Gearman client promises.
 */
final class ThumbnailEvents {

    private final SseEmitter emitter;

    record ProgressEvent(long numerator, long denominator) {}

    /** The file as a {@code data:} address, which a browser takes as the source of a picture. */
    record ThumbnailEvent(String contentType, int bytes, String picture) {}

    ThumbnailEvents(Duration timeout) {
        this.emitter = new SseEmitter(timeout.toMillis());
    }

    SseEmitter emitter() {
        return this.emitter;
    }

    void progress(long numerator, long denominator) {
        send("progress", new ProgressEvent(numerator, denominator));
    }

    void end(@Nullable Thumbnail thumbnail, @Nullable Throwable failure) {
        if (thumbnail != null) {
            String type = thumbnail.mediaType().toString();
            String data = Base64.getEncoder().encodeToString(thumbnail.file());
            send("thumbnail", new ThumbnailEvent(type, thumbnail.file().length, "data:" + type + ";base64," + data));
        } else {
            send("problem", problem(failure));
        }
        this.emitter.complete();
    }

    private static ProblemDetail problem(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ErrorResponse response) {
            return response.getBody();
        }
        return cause instanceof GearmanException job
                ? ProblemAdvice.problem(job)
                : ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, String.valueOf(cause));
    }

    /** A browser that has gone away is no reason to end the job, and nobody is left to tell. */
    private void send(String name, Object data) {
        try {
            this.emitter.send(SseEmitter.event().name(name).data(data));
        } catch (IOException | IllegalStateException gone) {
            this.emitter.completeWithError(gone);
        }
    }
}
