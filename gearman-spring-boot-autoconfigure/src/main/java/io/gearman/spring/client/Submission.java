package io.gearman.spring.client;

import io.gearman.client.JobHandle;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.JobSpec;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.ClassUtils;

/** How a method submits its job and what it returns, which its return type says. */
@FunctionalInterface
interface Submission {

    /** Whether there is a library of which methods may return {@code Mono} and {@code Flux}. */
    boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Flux", Submission.class.getClassLoader());

    /**
     * Submit a job.
     *
     * @param job makes the job, as often as one is to be submitted
     * @return what the method returns
     */
    @Nullable
    Object submit(Supplier<JobSpec> job);

    static boolean isBackground(ResolvableType returnType) {
        Class<?> type = returnType.toClass();
        return type == void.class || type == JobHandle.class;
    }

    static Submission of(ResolvableType returnType, PayloadConverter converter) {
        if (isBackground(returnType)) {
            return (job) -> job.get().submitBackground();
        }
        Class<?> type = returnType.toClass();
        if (type == CompletableFuture.class || type == CompletionStage.class || type == Future.class) {
            ParameterizedTypeReference<?> resultType = element(returnType);
            return (job) -> job.get().submit(resultType);
        }
        if (type == Optional.class) {
            ParameterizedTypeReference<?> resultType = element(returnType);
            return (job) -> Optional.ofNullable(job.get().execute(resultType));
        }
        if (type == Stream.class) {
            PartReader<?> reader = new PartReader<>(converter, element(returnType));
            return (job) -> JobParts.submit(job.get(), reader).stream();
        }
        if (type == Iterator.class) {
            PartReader<?> reader = new PartReader<>(converter, element(returnType));
            return (job) -> JobParts.submit(job.get(), reader);
        }
        if (REACTOR_PRESENT && ReactiveSubmission.isReactive(type)) {
            return ReactiveSubmission.of(type, element(returnType), converter);
        }
        return (job) -> executed(job.get(), returnType);
    }

    private static @Nullable Object executed(JobSpec job, ResolvableType returnType) {
        Class<?> type = returnType.toClass();
        if (!type.isPrimitive()) {
            return job.execute(ParameterizedTypeReference.forType(returnType.getType()));
        }
        Object result = job.execute(ClassUtils.resolvePrimitiveIfNecessary(type));
        if (result == null) {
            throw new MessageConversionException(
                    "The result of the job is empty, which is no %s. Return its wrapper class if that is allowed"
                            .formatted(type));
        }
        return result;
    }

    private static ParameterizedTypeReference<?> element(ResolvableType returnType) {
        ResolvableType element = returnType.getGeneric(0);
        return ParameterizedTypeReference.forType((element != ResolvableType.NONE) ? element.getType() : Object.class);
    }
}
