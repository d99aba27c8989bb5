package io.gearman.spring.worker;

import io.gearman.client.JobPriority;
import io.gearman.spring.annotation.CallTimeout;
import io.gearman.spring.annotation.RunAt;
import io.gearman.spring.annotation.Unique;
import io.gearman.spring.core.GearmanHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Gives a parameter what a typed client submitted a job with, for workers that implement the client's interface. Only
 * the unique travels with a job; the priority and the times are others' business and come as {@code null}.
 */
class SubmissionArgumentResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(Payload.class)) {
            return false;
        }
        return parameter.hasParameterAnnotation(Unique.class)
                || parameter.hasParameterAnnotation(RunAt.class)
                || parameter.hasParameterAnnotation(CallTimeout.class)
                || parameter.getParameterType() == JobPriority.class;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        if (!parameter.hasParameterAnnotation(Unique.class)) {
            return null;
        }
        String unique = message.getHeaders().get(GearmanHeaders.UNIQUE, String.class);
        return DefaultConversionService.getSharedInstance().convert(unique, parameter.getParameterType());
    }
}
