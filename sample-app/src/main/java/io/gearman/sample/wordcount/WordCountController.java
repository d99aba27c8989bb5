package io.gearman.sample.wordcount;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes a text of any size as the body, in UTF-8 unless the {@code Content-Type} names a charset. Bytes that are no text
 * in it separate words.
 */
@RestController
class WordCountController {

    private final WordCountService service;

    WordCountController(WordCountService service) {
        this.service = service;
    }

    @PostMapping(path = "/wordcounts", consumes = "!multipart/form-data")
    WordReport count(HttpServletRequest request, @RequestParam(defaultValue = "20") @Min(0) @Max(1000) int top)
            throws IOException {
        try (Reader text = new InputStreamReader(request.getInputStream(), charset(request))) {
            return this.service.count(text, top);
        }
    }

    private static Charset charset(HttpServletRequest request) {
        String contentType = request.getContentType();
        Charset declared = contentType == null
                ? null
                : MediaType.parseMediaType(contentType).getCharset();
        return declared == null ? StandardCharsets.UTF_8 : declared;
    }
}
