package io.gearman.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Waits for as long as something comes back, and not much longer. */
final class Patience {

    private final Duration limit;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /** Waits for something that has no steps. */
    void await(CompletableFuture<?> end) {
        await(end, this.limit, () -> 0, () -> {});
    }

    /**
     * Waits for the end.
     *
     * @param end what is waited for; its failure is thrown
     * @param interval how often to look
     * @param count how much has come back so far
     * @param look what to do each time
     * @throws LoadException if nothing more comes back
     */
    void await(CompletableFuture<?> end, Duration interval, LongSupplier count, Runnable look) {
        long lastCount = -1;
        long lastChange = System.nanoTime();
        while (!isDone(end, interval)) {
            look.run();
            long now = System.nanoTime();
            long counted = count.getAsLong();
            if (counted != lastCount) {
                lastCount = counted;
                lastChange = now;
            } else if (now - lastChange >= this.limit.toNanos()) {
                throw new LoadException("The server has not answered for " + this.limit.toSeconds() + " s, after "
                        + counted + " answers");
            }
        }
    }

    private static boolean isDone(CompletableFuture<?> end, Duration interval) {
        try {
            end.get(interval.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new LoadException("Interrupted");
        } catch (ExecutionException ex) {
            Throwable cause = ex.getCause();
            throw cause instanceof LoadException failure ? failure : new LoadException(String.valueOf(cause));
        }
    }
}
