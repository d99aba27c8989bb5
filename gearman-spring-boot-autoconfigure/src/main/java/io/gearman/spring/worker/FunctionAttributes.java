package io.gearman.spring.worker;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanWorker;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/** The attributes of one {@link GearmanFunction} on one method, and of the {@link GearmanWorker} on its class where the method
 * leaves them open, with placeholders and expressions resolved. */
class FunctionAttributes {

    private final GearmanFunction annotation;

    private final @Nullable GearmanWorker worker;

    private final StringValueResolver resolver;

    private final String description;

    private final String function;

    FunctionAttributes(
            GearmanFunction annotation,
            @Nullable GearmanWorker worker,
            String methodName,
            String description,
            StringValueResolver resolver) {
        this.annotation = annotation;
        this.worker = worker;
        this.resolver = resolver;
        this.description = description;
        String name = resolve("name", annotation.name());
        this.function = (name != null) ? name : methodName;
        requireOneWord();
    }

    String function() {
        return this.function;
    }

    String id() {
        String id = resolve("id", this.annotation.id());
        return (id != null) ? id : this.function;
    }

    @Nullable
    Concurrency concurrency() {
        String value = resolve("concurrency", this.annotation.concurrency(), GearmanWorker::concurrency);
        try {
            return (value != null) ? Concurrency.parse(value) : null;
        } catch (IllegalArgumentException ex) {
            throw invalid("concurrency", value, ex.getMessage(), ex);
        }
    }

    @Nullable
    Duration timeout() {
        String value = resolve("timeout", this.annotation.timeout(), GearmanWorker::timeout);
        if (value == null) {
            return null;
        }
        Duration timeout;
        try {
            timeout = DurationFormatterUtils.detectAndParse(value);
        } catch (IllegalArgumentException ex) {
            throw invalid("timeout", value, "expected: a duration such as 30s or PT30S", ex);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw invalid("timeout", value, "expected: more than 0", null);
        }
        return timeout;
    }

    @Nullable
    Boolean autoStartup() {
        String value = resolve("autoStartup", this.annotation.autoStartup(), GearmanWorker::autoStartup);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("autoStartup", value, "expected: true or false", null);
        };
    }

    @Nullable
    String errorHandler() {
        return resolve("errorHandler", this.annotation.errorHandler(), GearmanWorker::errorHandler);
    }

    @Nullable
    String containerFactory() {
        return resolve("containerFactory", this.annotation.containerFactory(), GearmanWorker::containerFactory);
    }

    private void requireOneWord() {
        if (this.function.chars().anyMatch((c) -> c <= ' ')) {
            throw invalid("name", this.function, "expected: no white space and no control characters", null);
        }
    }

    private @Nullable String resolve(
            String attribute, String expression, Function<GearmanWorker, String> workerExpression) {
        String value = resolve(attribute, expression);
        return (value == null && this.worker != null) ? resolve(attribute, workerExpression.apply(this.worker)) : value;
    }

    private @Nullable String resolve(String attribute, String expression) {
        if (!StringUtils.hasText(expression)) {
            return null;
        }
        try {
            String value = this.resolver.resolveStringValue(expression);
            return StringUtils.hasText(value) ? value.trim() : null;
        } catch (RuntimeException ex) {
            throw invalid(attribute, expression, "it cannot be resolved: " + ex.getMessage(), ex);
        }
    }

    private InvalidGearmanFunctionException invalid(
            String attribute, @Nullable String value, @Nullable String reason, @Nullable Exception cause) {
        String message = "%s '%s' of @GearmanFunction (or @GearmanWorker) on %s: %s"
                .formatted(attribute, value, this.description, reason);
        return (cause != null)
                ? new InvalidGearmanFunctionException(message, cause)
                : new InvalidGearmanFunctionException(message);
    }
}
