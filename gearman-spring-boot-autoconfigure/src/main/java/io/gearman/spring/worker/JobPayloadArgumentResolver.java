package io.gearman.spring.worker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.validation.Validator;

/**
 * Gives a parameter the payload. Unlike its parent it knows {@code InputStream}, and that an empty payload is a value of {@code byte[]} and
 * {@code String}, and none of a nullable parameter.
 */
class JobPayloadArgumentResolver extends PayloadMethodArgumentResolver {

    JobPayloadArgumentResolver(MessageConverter messageConverter, @Nullable Validator validator) {
        super(messageConverter, validator, true);
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
        byte[] payload = (byte[]) message.getPayload();
        Class<?> type = parameter.getParameterType();
        if (type == InputStream.class) {
            return new ByteArrayInputStream(payload);
        }
        if (payload.length > 0) {
            return super.resolveArgument(parameter, message);
        }
        if (type.isInstance(payload) || type == String.class) {
            Object empty = (type == String.class) ? "" : payload;
            validate(message, parameter, empty);
            return empty;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (isOptional(parameter)) {
            return null;
        }
        throw new MethodArgumentResolutionException(
                message,
                parameter,
                "the payload is empty. Mark the parameter @Nullable or make it an Optional if that is allowed");
    }

    private static boolean isOptional(MethodParameter parameter) {
        Payload annotation = parameter.getParameterAnnotation(Payload.class);
        return parameter.isOptional() || (annotation != null && !annotation.required());
    }
}
