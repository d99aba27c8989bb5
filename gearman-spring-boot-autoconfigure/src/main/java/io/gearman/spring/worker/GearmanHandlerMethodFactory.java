package io.gearman.spring.worker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Makes the invocable form of functions' methods, whose arguments may be the job, its headers, its unique, and its
 * payload.
 *
 * <p>Further argument resolvers can be set with {@link #setCustomArgumentResolvers}.
 */
public class GearmanHandlerMethodFactory extends DefaultMessageHandlerMethodFactory {

    private final MessageConverter messageConverter;

    private final @Nullable Validator validator;

    private List<HandlerMethodArgumentResolver> resolvers = List.of();

    /**
     * Create a factory.
     *
     * @param messageConverter reads payloads
     * @param validator checks {@code @Validated} payloads, {@code null} for no check
     */
    public GearmanHandlerMethodFactory(MessageConverter messageConverter, @Nullable Validator validator) {
        this.messageConverter = messageConverter;
        this.validator = validator;
        setMessageConverter(messageConverter);
        if (validator != null) {
            setValidator(validator);
        }
    }

    @Override
    protected List<HandlerMethodArgumentResolver> initArgumentResolvers() {
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(super.initArgumentResolvers());
        resolvers.add(0, new JobContextArgumentResolver());
        resolvers.add(1, new SubmissionArgumentResolver());
        // The last one takes every parameter that is left: ours in its place.
        resolvers.set(resolvers.size() - 1, new JobPayloadArgumentResolver(this.messageConverter, this.validator));
        this.resolvers = List.copyOf(resolvers);
        return resolvers;
    }

    /** Tells whether a parameter receives the payload, converted to its type. */
    boolean isPayload(MethodParameter parameter) {
        return this.resolvers.stream()
                .filter((resolver) -> resolver.supportsParameter(parameter))
                .findFirst()
                .filter(JobPayloadArgumentResolver.class::isInstance)
                .isPresent();
    }
}
