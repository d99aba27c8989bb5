package io.gearman.sample.slug;

import io.gearman.client.GearmanTimeoutException;
import io.gearman.sample.web.ProblemException;
import io.gearman.spring.core.GearmanOperations;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Turns a headline into the part of an address, by the function {@code slugify} of {@code php/worker.php}. */
@RestController
class SlugController {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final GearmanOperations gearman;

    SlugController(GearmanOperations gearman) {
        this.gearman = gearman;
    }

    record Slug(String text, String slug) {}

    @GetMapping("/slugs")
    Slug slug(@RequestParam String text) {
        try {
            String slug = this.gearman
                    .job("slugify")
                    .payload(text)
                    .idempotent()
                    .timeout(TIMEOUT)
                    .execute(String.class);
            return new Slug(text, Objects.requireNonNull(slug));
        } catch (GearmanTimeoutException nobodyDidIt) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "No worker did the function slugify within " + TIMEOUT.toSeconds()
                            + " s. Start one: php sample-app/php/worker.php 127.0.0.1:4730");
        }
    }
}
