package io.gearman.spring.core;

import io.gearman.client.GearmanException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a future as a caller of a blocking method expects it. */
final class Futures {

    private Futures() {}

    /**
     * Wait for the future's value.
     *
     * @throws RuntimeException what the future failed with, out of its wrapping
     * @throws GearmanException if the thread is interrupted, which stays interrupted
     */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException ex) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new GearmanException("Interrupted while waiting for a job server", ex);
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new GearmanException("A job server could not be asked", ex.getCause());
        }
    }
}
