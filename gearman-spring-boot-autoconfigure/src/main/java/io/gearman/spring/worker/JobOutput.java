package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.worker.JobContext;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends what a method returned. What is still to come is waited for: until it is there the job takes its slot, so that the
 * concurrency holds. Safe for use from multiple threads.
 */
class JobOutput {

    private static final boolean REACTOR_PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Flux", JobOutput.class.getClassLoader());

    private final PayloadConverter converter;

    JobOutput(PayloadConverter converter) {
        this.converter = converter;
    }

    /**
     * Send the elements of a stream, an iterator or a flux as data, and give anything else back as the job's result.
     *
     * @throws Exception what the asynchronous result failed with
     */
    byte[] write(@Nullable Object returned, JobContext job) throws Exception {
        Object result = REACTOR_PRESENT ? Reactive.adapt(returned) : returned;
        if (result instanceof CompletionStage<?> stage) {
            return converted(settled(stage.toCompletableFuture()));
        }
        if (result instanceof Iterator<?> elements) {
            return sendAll(elements, job);
        }
        if (result instanceof Stream<?> elements) {
            try (elements) {
                return sendAll(elements.iterator(), job);
            }
        }
        return converted(result);
    }

    private byte[] converted(@Nullable Object result) {
        return this.converter.toBytes((result instanceof Optional<?> optional) ? optional.orElse(null) : result);
    }

    private byte[] sendAll(Iterator<?> elements, JobContext job) throws Exception {
        try {
            while (!job.isCancelled() && elements.hasNext()) {
                job.sendData(this.converter.toBytes(elements.next()));
            }
        } catch (RuntimeException ex) {
            throw REACTOR_PRESENT ? Reactive.bare(ex) : ex;
        }
        return this.converter.toBytes(null);
    }

    private static @Nullable Object settled(CompletableFuture<?> future) throws Exception {
        try {
            return future.get();
        } catch (InterruptedException ex) {
            future.cancel(true);
            throw ex;
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw ex;
        }
    }

    /** Knows Reactor's types; loaded only where they are. */
    private static final class Reactive {

        static @Nullable Object adapt(@Nullable Object result) {
            if (result instanceof Mono<?> mono) {
                return mono.toFuture();
            }
            return (result instanceof Flux<?> flux) ? flux.toStream(1) : result;
        }

        static Exception bare(RuntimeException failure) {
            return (Exceptions.unwrap(failure) instanceof Exception cause) ? cause : failure;
        }
    }
}
