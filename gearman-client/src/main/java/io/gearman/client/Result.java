package io.gearman.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * The future that a caller gets. The client settles it through an executor, since whatever hangs on it runs where it
 * completes; the caller may end it too, by cancelling it for instance, and the client then learns of that.
 *
 * <p>Safe for use by several threads.
 */
final class Result<T> extends CompletableFuture<T> {

    private final Executor executor;

    private final Runnable onAbandoned;

    private volatile boolean settled;

    /**
     * Creates an open result.
     *
     * @param executor completes it
     * @param onAbandoned is called when the caller has ended it
     */
    Result(Executor executor, Runnable onAbandoned) {
        this.executor = executor;
        this.onAbandoned = onAbandoned;
    }

    /** Tells whether somebody still waits for this. */
    boolean isOpen() {
        return !this.settled && !isDone();
    }

    void succeed(T value) {
        if (isOpen()) {
            this.settled = true;
            this.executor.execute(() -> super.complete(value));
        }
    }

    void fail(Throwable failure) {
        if (isOpen()) {
            this.settled = true;
            this.executor.execute(() -> super.completeExceptionally(failure));
        }
    }

    @Override
    public boolean complete(T value) {
        return abandonedIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return abandonedIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return abandonedIf(super.cancel(mayInterruptIfRunning));
    }

    /** What is derived from this future is the caller's own business. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    private boolean abandonedIf(boolean ended) {
        if (ended) {
            this.onAbandoned.run();
        }
        return ended;
    }

    /** Waits without end; all that a client is asked for has a time limit of its own, or none because the caller wants none. */
    static <T> T await(Result<T> result) {
        try {
            return result.get();
        } catch (InterruptedException ex) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new GearmanException("Interrupted while waiting for a job server", ex);
        } catch (ExecutionException ex) {
            Throwable cause = ex.getCause();
            if (cause instanceof GearmanException failure) {
                // The stack of the event loop tells nobody anything; that of the caller does.
                failure.fillInStackTrace();
                throw failure;
            }
            throw new GearmanException("A request to a job server failed", cause);
        }
    }
}
