package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Works a job by calling a bean's method. Safe for use from multiple threads as far as the bean is.
 */
class MethodJobFunction implements JobFunction {

    private final InvocableHandlerMethod method;

    private final PayloadConverter converter;

    private final @Nullable GearmanErrorHandler errorHandler;

    MethodJobFunction(
            InvocableHandlerMethod method, PayloadConverter converter, @Nullable GearmanErrorHandler errorHandler) {
        this.method = method;
        this.converter = converter;
        this.errorHandler = errorHandler;
    }

    @Override
    public byte[] run(JobContext job) throws Exception {
        return this.converter.toBytes(call(job));
    }

    private @Nullable Object call(JobContext job) throws Exception {
        try {
            return settled(this.method.invoke(JobMessage.of(job)));
        } catch (InterruptedException ex) {
            throw ex;
        } catch (Exception ex) {
            if (this.errorHandler == null) {
                throw ex;
            }
            return this.errorHandler.handle(job, ex);
        }
    }

    /** Waits for an asynchronous result: until it is there the job takes its slot, so that the concurrency holds. */
    private static @Nullable Object settled(@Nullable Object result) throws Exception {
        if (!(result instanceof CompletionStage<?> stage)) {
            return result;
        }
        CompletableFuture<?> future = stage.toCompletableFuture();
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
}
