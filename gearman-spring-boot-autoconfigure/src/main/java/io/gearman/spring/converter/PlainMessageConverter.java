package io.gearman.spring.converter;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/** Knows bytes and text only, and so can say beforehand what it cannot convert. */
class PlainMessageConverter extends CompositeMessageConverter {

    PlainMessageConverter() {
        super(converters());
    }

    static List<MessageConverter> converters() {
        return List.of(new ByteArrayMessageConverter(), new StringMessageConverter(StandardCharsets.UTF_8));
    }

    boolean canRead(Class<?> type) {
        return type == String.class || type == InputStream.class || type.isAssignableFrom(byte[].class);
    }

    boolean canWrite(Class<?> type) {
        return type == void.class
                || type == Void.class
                || InputStream.class.isAssignableFrom(type)
                || Stream.of(byte[].class, String.class, InputStream.class).anyMatch(type::isAssignableFrom);
    }
}
