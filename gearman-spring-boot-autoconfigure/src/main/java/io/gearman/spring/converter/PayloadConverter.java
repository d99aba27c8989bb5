package io.gearman.spring.converter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * Turns Java values into payloads and payloads into Java values with a {@link MessageConverter}.
 *
 * <p>{@code null} is an empty payload, {@code byte[]} is never touched, and an {@code InputStream} is the bytes in it; all else is the converter's work, by default
 * that of {@link GearmanMessageConverters}. Safe for use from multiple threads when the message converter is.
 */
public final class PayloadConverter {

    private final MessageConverter messageConverter;

    /**
     * Create a converter for {@code byte[]}, {@code String} and, with Jackson 3 on the class path, JSON.
     */
    public PayloadConverter() {
        this(GearmanMessageConverters.create());
    }

    /**
     * Create a converter that asks the given one for all but {@code byte[]}.
     *
     * @param messageConverter converts values from and to {@code byte[]} or {@code String} payloads
     */
    public PayloadConverter(MessageConverter messageConverter) {
        this.messageConverter = messageConverter;
    }

    /**
     * Return the message converter that does the work.
     *
     * @return the message converter
     */
    public MessageConverter messageConverter() {
        return this.messageConverter;
    }

    /**
     * Tell whether payloads can be read as a type, as far as that is known before there is one.
     *
     * @param type the type
     * @return {@code false} only if nothing but bytes and text is converted, and the type is neither
     */
    public boolean canRead(Class<?> type) {
        return !(this.messageConverter instanceof PlainMessageConverter plain) || plain.canRead(type);
    }

    /**
     * Tell whether values of a type can be written as payloads, as far as that is known before there is one.
     *
     * @param type the type
     * @return {@code false} only if nothing but bytes and text is converted, and no value of the type is either
     */
    public boolean canWrite(Class<?> type) {
        return !(this.messageConverter instanceof PlainMessageConverter plain) || plain.canWrite(type);
    }

    /**
     * Convert a value to a payload.
     *
     * @param value the value, {@code null} for an empty payload
     * @return the payload's bytes
     * @throws MessageConversionException if no converter can write the value
     */
    public byte[] toBytes(@Nullable Object value) {
        return encode(value).bytes();
    }

    /**
     * Convert a value to a payload, and tell what it is.
     *
     * @param value the value, {@code null} for an empty payload
     * @return the payload
     * @throws MessageConversionException if no converter can write the value
     */
    public EncodedPayload encode(@Nullable Object value) {
        if (value == null) {
            return EncodedPayload.EMPTY;
        }
        if (value instanceof byte[] bytes) {
            return new EncodedPayload(bytes, EncodedPayload.ANY_BYTES);
        }
        if (value instanceof InputStream stream) {
            return new EncodedPayload(allOf(stream), EncodedPayload.ANY_BYTES);
        }
        // Mutable ones are filled by the converter; others it would copy, with an identifier that nobody asks for.
        MessageHeaderAccessor headers = new MessageHeaderAccessor();
        headers.setLeaveMutable(true);
        Message<?> message = this.messageConverter.toMessage(value, headers.getMessageHeaders());
        if (message != null && message.getPayload() instanceof byte[] bytes) {
            return new EncodedPayload(bytes, contentType(message));
        }
        if (message != null && message.getPayload() instanceof String text) {
            return new EncodedPayload(text.getBytes(StandardCharsets.UTF_8), contentType(message));
        }
        throw new MessageConversionException("No message converter writes %s as a payload. %s"
                .formatted(value.getClass().getName(), advice()));
    }

    private static String contentType(Message<?> message) {
        Object contentType = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
        return (contentType != null) ? contentType.toString() : EncodedPayload.ANY_BYTES;
    }

    /**
     * Convert a payload to a value.
     *
     * @param <T> the type of the value
     * @param payload the payload's bytes
     * @param type the type of the value; {@code void} and {@code Void} ignore the payload
     * @return the value, {@code null} for an empty payload unless the type is {@code byte[]} or {@code String}
     * @throws MessageConversionException if the payload cannot be read as the type
     */
    public <T> @Nullable T fromBytes(byte[] payload, Class<T> type) {
        return read(payload, type, null);
    }

    /**
     * Convert a payload to a value of a generic type.
     *
     * @param <T> the type of the value
     * @param payload the payload's bytes
     * @param type the type of the value
     * @return the value, {@code null} for an empty payload
     * @throws MessageConversionException if the payload cannot be read as the type
     */
    public <T> @Nullable T fromBytes(byte[] payload, ParameterizedTypeReference<T> type) {
        Class<T> rawType = rawClass(type.getType());
        return read(payload, rawType, new TypeParameter(type.getType(), rawType));
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable T read(byte[] payload, Class<T> type, @Nullable TypeParameter hint) {
        if (type == byte[].class) {
            return (T) payload;
        }
        if (type == InputStream.class) {
            return (T) new ByteArrayInputStream(payload);
        }
        if (type == void.class || type == Void.class || (payload.length == 0 && type != String.class)) {
            return null;
        }
        Message<byte[]> message = new GenericMessage<>(payload, NoHeaders.INSTANCE);
        Object value = hint != null && this.messageConverter instanceof SmartMessageConverter smart
                ? smart.fromMessage(message, type, hint)
                : this.messageConverter.fromMessage(message, type);
        if (value == null) {
            throw new MessageConversionException(
                    message, "No message converter reads a payload as %s. %s".formatted(type.getName(), advice()));
        }
        return (T) value;
    }

    private static byte[] allOf(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException ex) {
            throw new MessageConversionException("The stream that is to be a payload cannot be read", ex);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> rawClass(Type type) {
        return (Class<T>) ResolvableType.forType(type).resolve(Object.class);
    }

    private static String advice() {
        return "Use byte[] or String, put Jackson 3 (tools.jackson.core:jackson-databind) on the class path, "
                + "or define a MessageConverter bean named gearmanMessageConverter.";
    }

    /** A payload of Gearman has none, and a message that is made without any gets an identifier, which nobody asks for. */
    private static final class NoHeaders extends MessageHeaders {

        private static final long serialVersionUID = 1L;

        private static final NoHeaders INSTANCE = new NoHeaders();

        private NoHeaders() {
            // A negative time stands for none.
            super(null, ID_VALUE_NONE, -1L);
        }
    }
}
