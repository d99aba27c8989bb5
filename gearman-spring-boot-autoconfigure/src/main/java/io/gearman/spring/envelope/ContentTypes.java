package io.gearman.spring.envelope;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** What a content type means for the form that data has in an event. */
final class ContentTypes {

    private ContentTypes() {}

    /** Whether data is a JSON value; that is also the meaning of no content type. */
    static boolean isJson(@Nullable String contentType) {
        MimeType type = parse(contentType);
        return type == null
                || type.getSubtype().equals("json")
                || type.getSubtype().endsWith("+json");
    }

    /** Whether data is a JSON value whose bytes can stand in an event, which is UTF-8. */
    static boolean isUtf8Json(String contentType) {
        MimeType type = parse(contentType);
        return isJson(contentType)
                && type != null
                && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    }

    /** Whether data is text, to be a JSON string. */
    static boolean isText(@Nullable String contentType) {
        MimeType type = parse(contentType);
        return type != null && type.getType().equals("text");
    }

    private static @Nullable MimeType parse(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        try {
            return MimeTypeUtils.parseMimeType(contentType);
        } catch (InvalidMimeTypeException ex) {
            return MimeTypeUtils.APPLICATION_OCTET_STREAM;
        }
    }
}
