package io.gearman.spring.client;

import io.gearman.client.GearmanException;
import io.gearman.spring.core.JobSpec;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The data of a running job, waited for by whoever iterates; the client's threads put it in. To be read by one thread.
 *
 * @param <T> the type of the elements
 */
final class JobParts<T> implements Iterator<T> {

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private final PartReader<T> reader;

    private final CompletableFuture<byte[]> job;

    private @Nullable T next;

    private boolean ended;

    private JobParts(JobSpec job, PartReader<T> reader) {
        this.reader = reader;
        this.job =
                job.onData((part) -> this.arrivals.add(new Arrival(part, null))).submit(byte[].class);
        this.job.whenComplete((result, failure) -> this.arrivals.add(new Arrival(result, failure, true)));
    }

    static <T> JobParts<T> submit(JobSpec job, PartReader<T> reader) {
        return new JobParts<>(job, reader);
    }

    Stream<T> stream() {
        Spliterator<T> elements = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(elements, false).onClose(() -> this.job.cancel(false));
    }

    @Override
    public boolean hasNext() {
        while (this.next == null && !this.ended) {
            Arrival arrival = take();
            this.ended = arrival.last();
            if (arrival.failure() != null) {
                throw unchecked(arrival.failure());
            }
            byte[] part = arrival.part();
            if (part != null && !(arrival.last() && part.length == 0)) {
                this.next = this.reader.read(part);
            }
        }
        return this.next != null;
    }

    @Override
    public T next() {
        T element = hasNext() ? this.next : null;
        if (element == null) {
            throw new NoSuchElementException("The job has ended");
        }
        this.next = null;
        return element;
    }

    private Arrival take() {
        try {
            return this.arrivals.take();
        } catch (InterruptedException ex) {
            this.job.cancel(false);
            Thread.currentThread().interrupt();
            throw new GearmanException("Interrupted while waiting for the data of a job", ex);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        Throwable cause = bare(failure);
        return (cause instanceof RuntimeException exception)
                ? exception
                : new GearmanException("The data of a job could not be received", cause);
    }

    static Throwable bare(Throwable failure) {
        return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
    }

    /**
     * What came from the worker.
     *
     * @param part the bytes, {@code null} after a failure
     * @param failure why the job failed, {@code null} if it did not
     * @param last whether the job has ended
     */
    private record Arrival(byte @Nullable [] part, @Nullable Throwable failure, boolean last) {

        Arrival(byte @Nullable [] part, @Nullable Throwable failure) {
            this(part, failure, false);
        }
    }
}
