package io.gearman.spring.client;

import io.gearman.spring.annotation.CallTimeout;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reads how long a method waits from its {@link CallTimeout}, or else from that of its interface.
 *
 * @param resolver resolves placeholders and expressions
 */
record CallTimeoutReader(StringValueResolver resolver) {

    /** Returns the time, {@code null} if nobody says one. */
    @Nullable
    Duration read(Class<?> type, Method method, boolean background) {
        Duration timeout = read(method, "Gearman client method " + method.toGenericString());
        if (timeout != null && background) {
            throw new InvalidGearmanClientException(
                    "Gearman client method %s: it does not wait for its background job. Drop @CallTimeout, or return a result"
                            .formatted(method.toGenericString()));
        }
        return (timeout != null) ? timeout : read(type, "Gearman client " + type.getName());
    }

    private @Nullable Duration read(AnnotatedElement element, String where) {
        CallTimeout annotation = AnnotatedElementUtils.findMergedAnnotation(element, CallTimeout.class);
        if (annotation == null) {
            return null;
        }
        try {
            String value = this.resolver.resolveStringValue(annotation.value());
            if (!StringUtils.hasText(value)) {
                return null;
            }
            Duration timeout = DurationFormatterUtils.detectAndParse(value.trim());
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("it is not more than 0");
            }
            return timeout;
        } catch (RuntimeException ex) {
            throw new InvalidGearmanClientException(
                    "%s: @CallTimeout(\"%s\") is no time to wait (expected: a duration such as 5s or PT5S): %s"
                            .formatted(where, annotation.value(), ex.getMessage()),
                    ex);
        }
    }
}
