package io.gearman.interop;

import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Submits a foreground job each millisecond, unless many before it have not ended. Each must end with the right result
 * or with a {@link GearmanException}.
 */
public final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than a server that has just died leaves open; few enough for the slowest peer to end each within its timeout. */
    private static final int MOST_AT_ONCE = 100;

    private final GearmanClient client;

    private final String function;

    private final boolean idempotent;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private final AtomicInteger submitted = new AtomicInteger();

    private final AtomicInteger results = new AtomicInteger();

    private final AtomicInteger ended = new AtomicInteger();

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    Load(GearmanClient client, String function) {
        this(client, function, false);
    }

    /** Makes a load of jobs of which the client is told whether they may run twice. */
    public Load(GearmanClient client, String function, boolean idempotent) {
        this.idempotent = idempotent;
        this.client = client;
        this.function = function;
        this.clock.scheduleAtFixedRate(this::submit, 0, 1, TimeUnit.MILLISECONDS);
    }

    public static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private void submit() {
        if (this.submitted.get() - this.ended.get() >= MOST_AT_ONCE) {
            return;
        }
        byte[] payload = ByteBuffer.allocate(8)
                .putInt(this.submitted.incrementAndGet())
                .putInt(42)
                .array();
        try {
            this.client
                    .submit(JobRequest.builder(this.function)
                            .payload(payload)
                            .idempotent(this.idempotent)
                            .timeout(PATIENCE)
                            .build())
                    .whenComplete((result, failure) -> ended(payload, result, failure));
        } catch (RuntimeException ex) {
            ended(payload, new byte[0], ex);
        }
    }

    private void ended(byte[] payload, byte[] result, Throwable failure) {
        if (failure == null && Arrays.equals(result, reversed(payload))) {
            this.results.incrementAndGet();
        } else if (failure instanceof GearmanException) {
            this.failures.add(failure.toString());
        } else {
            this.unexpected.add(failure == null ? "a wrong result" : failure.toString());
        }
        this.ended.incrementAndGet();
    }

    /** Waits for so many right results more. */
    public void awaitResults(int more) {
        int goal = this.results.get() + more;
        await().atMost(PATIENCE).until(() -> this.results.get() >= goal);
    }

    /** Submits no more and waits until everything submitted has ended. */
    public void stop() {
        close();
        await().atMost(PATIENCE).until(() -> this.ended.get() == this.submitted.get());
    }

    public int results() {
        return this.results.get();
    }

    /** How jobs failed that the client said it could not get a result for. */
    public List<String> failures() {
        return List.copyOf(this.failures);
    }

    public List<String> unexpected() {
        return List.copyOf(this.unexpected);
    }

    @Override
    public void close() {
        this.clock.shutdownNow();
        await().atMost(PATIENCE).until(this.clock::isTerminated);
    }
}
