package io.gearman.spring.client;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.Idempotent;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.spring.core.JobSpec;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * A method that submits jobs of one function.
 *
 * @param function name of the function
 * @param arguments what the method's arguments are to the job
 * @param timeout how long to wait for the result, {@code null} if neither method nor interface says so
 * @param idempotent whether the job may be run twice
 * @param submission how the job is submitted, and what the method returns
 */
record ClientMethod(
        String function,
        JobArguments arguments,
        @Nullable Duration timeout,
        boolean idempotent,
        Submission submission) {

    static ClientMethod of(
            Class<?> type,
            Method method,
            GearmanFunction annotation,
            StringValueResolver resolver,
            PayloadConverter converter) {
        JobArguments arguments = JobArguments.of(method);
        ResolvableType returnType =
                ResolvableType.forType(GenericTypeResolver.resolveType(method.getGenericReturnType(), type));
        boolean background = Submission.isBackground(returnType);
        if (arguments.runAt() && !background) {
            throw new InvalidGearmanClientException(
                    "Gearman client method %s: only a background job can run at a later time. "
                                    .formatted(method.toGenericString())
                            + "Return void or JobHandle, or drop @RunAt");
        }
        if (arguments.timeout() && background) {
            throw new InvalidGearmanClientException(
                    "Gearman client method %s: it does not wait for its background job. "
                                    .formatted(method.toGenericString())
                            + "Drop the parameter with @CallTimeout, or return a result");
        }
        return new ClientMethod(
                functionName(method, annotation, resolver),
                arguments,
                new CallTimeoutReader(resolver).read(type, method, background),
                isIdempotent(type, method),
                Submission.of(returnType, converter));
    }

    @Nullable
    Object invoke(GearmanOperations operations, @Nullable Object[] given) {
        return this.submission.submit(() -> {
            JobSpec job = operations.job(this.function);
            if (this.idempotent) {
                job.idempotent();
            }
            if (this.timeout != null) {
                job.timeout(this.timeout);
            }
            return this.arguments.apply(job, given);
        });
    }

    private static boolean isIdempotent(Class<?> type, Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Idempotent.class)
                || AnnotatedElementUtils.hasAnnotation(type, Idempotent.class);
    }

    private static String functionName(Method method, GearmanFunction annotation, StringValueResolver resolver) {
        if (!StringUtils.hasText(annotation.name())) {
            return method.getName();
        }
        String name;
        try {
            name = resolver.resolveStringValue(annotation.name());
        } catch (RuntimeException ex) {
            throw new InvalidGearmanClientException(
                    "Gearman client method %s: the function's name '%s' cannot be resolved: %s"
                            .formatted(method.toGenericString(), annotation.name(), ex.getMessage()),
                    ex);
        }
        return StringUtils.hasText(name) ? name.trim() : method.getName();
    }
}
