package io.gearman.spring.client;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.JobSpec;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.core.ParameterizedTypeReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Submits for methods that return Reactor's types; loaded only where these are. A job for each subscription. */
final class ReactiveSubmission {

    private ReactiveSubmission() {}

    static boolean isReactive(Class<?> type) {
        return type == Mono.class || type == Flux.class;
    }

    static Submission of(Class<?> type, ParameterizedTypeReference<?> elementType, PayloadConverter converter) {
        if (type == Mono.class) {
            return (job) -> Mono.fromFuture(() -> job.get().submit(elementType));
        }
        return parts(new PartReader<>(converter, elementType));
    }

    private static <T> Submission parts(PartReader<T> reader) {
        return (job) -> Flux.<byte[]>create((sink) -> submit(job, sink)).<T>handle((part, sink) -> {
            T element = reader.read(part);
            if (element != null) {
                sink.next(element);
            }
        });
    }

    private static void submit(Supplier<JobSpec> job, FluxSink<byte[]> sink) {
        CompletableFuture<byte[]> result = job.get().onData(sink::next).submit(byte[].class);
        sink.onDispose(() -> result.cancel(false));
        result.whenComplete((last, failure) -> {
            if (failure != null) {
                sink.error(JobParts.bare(failure));
                return;
            }
            if (last != null && last.length > 0) {
                sink.next(last);
            }
            sink.complete();
        });
    }
}
