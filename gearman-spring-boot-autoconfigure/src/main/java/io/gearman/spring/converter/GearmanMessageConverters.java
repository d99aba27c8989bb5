package io.gearman.spring.converter;

import java.util.ArrayList;
import java.util.List;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/** The message converters of Gearman payloads: {@code byte[]} raw, {@code String} in UTF-8, anything else as JSON. */
public final class GearmanMessageConverters {

    private static final boolean JACKSON_PRESENT = ClassUtils.isPresent(
            "tools.jackson.databind.json.JsonMapper", GearmanMessageConverters.class.getClassLoader());

    private GearmanMessageConverters() {}

    /**
     * Create a converter that writes JSON with Jackson's defaults, and none if Jackson 3 is not on the class path.
     *
     * @return the converter
     */
    public static MessageConverter create() {
        return JACKSON_PRESENT ? create(JsonMapper.shared()) : plain();
    }

    /**
     * Create a converter that writes JSON with a given mapper.
     *
     * @param jsonMapper reads and writes the JSON
     * @return the converter
     */
    public static MessageConverter create(JsonMapper jsonMapper) {
        List<MessageConverter> converters = new ArrayList<>(PlainMessageConverter.converters());
        converters.add(new JacksonJsonMessageConverter(jsonMapper));
        return new CompositeMessageConverter(converters);
    }

    /**
     * Create a converter that knows {@code byte[]} and {@code String} only.
     *
     * @return the converter
     */
    public static MessageConverter plain() {
        return new PlainMessageConverter();
    }
}
