package io.gearman.sample.thumbnail;

import io.gearman.sample.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Takes a picture as the body; answers the thumbnail, or events on the way to it for {@code Accept: text/event-stream}. */
@RestController
class ThumbnailController {

    private static final String WIDTH = "320";

    private final ThumbnailService service;
    private final ThumbnailProperties properties;

    ThumbnailController(ThumbnailService service, ThumbnailProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    @PostMapping(path = "/thumbnails", consumes = "!multipart/form-data")
    CompletableFuture<ResponseEntity<byte[]>> picture(
            HttpServletRequest request,
            @RequestParam(defaultValue = WIDTH) @Min(ThumbnailOrder.MIN_WIDTH) @Max(ThumbnailOrder.MAX_WIDTH) int width)
            throws IOException {
        return this.service
                .thumbnail(new ThumbnailOrder(width, body(request)), (numerator, denominator) -> {})
                .thenApply(thumbnail ->
                        ResponseEntity.ok().contentType(thumbnail.mediaType()).body(thumbnail.file()));
    }

    @PostMapping(path = "/thumbnails", consumes = "!multipart/form-data", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(
            HttpServletRequest request,
            @RequestParam(defaultValue = WIDTH) @Min(ThumbnailOrder.MIN_WIDTH) @Max(ThumbnailOrder.MAX_WIDTH) int width)
            throws IOException {
        ThumbnailEvents events =
                new ThumbnailEvents(this.properties.jobTimeout().multipliedBy(2));
        this.service
                .thumbnail(new ThumbnailOrder(width, body(request)), events::progress)
                .whenComplete(events::end);
        return events.emitter();
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        int limit = Math.toIntExact(this.properties.maxSize().toBytes());
        if (request.getContentLengthLong() > limit) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            throw tooLarge();
        }
        if (body.length == 0) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "Send a JPEG or PNG as the body: curl --data-binary @picture.jpg ...");
        }
        return body;
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                HttpStatus.valueOf(413),
                "A picture may have " + this.properties.maxSize().toMegabytes()
                        + " MB; app.thumbnail.max-size sets the limit");
    }
}
