package io.gearman.interop.failover;

import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.interop.Load;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import io.gearman.worker.JobContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A client and workers that keep several servers busy, and the ledger of what was promised and done: idempotent calls are to be
 * answered, acknowledged background jobs to be run. Safe for use by several threads.
 */
final class FailoverTraffic implements AutoCloseable {

    /** What the workers serve. */
    static final List<String> FUNCTIONS = List.of("reverse", "note");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int CONCURRENCY = 4;

    private final PromiseLedger ledger = new PromiseLedger();

    /** Held for writing while no job may end. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private final AtomicInteger ran = new AtomicInteger();

    private final GearmanWorker calledWorker;

    private final GearmanWorker noteWorker;

    private final GearmanClient client;

    private final Load calls;

    private final Thread submitter = new Thread(this::submit, "submitter");

    private volatile boolean ends;

    /**
     * Begins the traffic.
     *
     * @param heartbeat after how much silence a server is asked for a sign of life
     */
    FailoverTraffic(List<ServerAddress> servers, Duration heartbeat) {
        this.calledWorker = worker(servers, heartbeat)
                .function("reverse", job -> Load.reversed(job.payload()))
                .build();
        this.noteWorker =
                worker(servers, heartbeat).function("note", this::note).build();
        this.client = GearmanClient.builder()
                .servers(servers)
                .heartbeat(heartbeat)
                .connectTimeout(heartbeat)
                .build();
        this.calledWorker.start();
        this.noteWorker.start();
        this.calls = new Load(this.client, "reverse", true);
        this.submitter.start();
    }

    private static GearmanWorker.Builder worker(List<ServerAddress> servers, Duration heartbeat) {
        return GearmanWorker.builder()
                .servers(servers)
                .heartbeat(heartbeat)
                .connectTimeout(heartbeat)
                .concurrency(CONCURRENCY);
    }

    private byte[] note(JobContext job) {
        PromiseLedger.Run run = this.ledger.begin(ByteBuffer.wrap(job.payload()).getLong());
        this.gate.readLock().lock();
        this.gate.readLock().unlock();
        this.ran.incrementAndGet();
        run.end();
        return new byte[0];
    }

    /** Submits one background job after another; each answer of a server is a promise to be kept. */
    private void submit() {
        for (long number = 1; !this.ends; number++) {
            byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
            long submittedAt = System.nanoTime();
            try {
                this.ledger.acknowledged(
                        number,
                        this.client
                                .executeBackground(JobRequest.of("note", payload))
                                .server(),
                        submittedAt);
            } catch (GearmanException ex) {
                // Nobody has promised anything.
            }
        }
    }

    PromiseLedger ledger() {
        return this.ledger;
    }

    void awaitAnswers(int more) {
        this.calls.awaitResults(more);
    }

    /** Waits until so many background jobs more have been run. */
    void awaitRuns(int more) {
        int goal = this.ran.get() + more;
        await().atMost(PATIENCE).until(() -> this.ran.get() >= goal);
    }

    /** Lets no background job end, does something as soon as enough of them wait at a server, and lets them end again. */
    void whileJobsWait(ServerAddress server, int jobs, Runnable action) {
        this.gate.writeLock().lock();
        try {
            await().atMost(PATIENCE).until(() -> this.ledger.waiting(server).size() >= jobs);
            action.run();
        } finally {
            this.gate.writeLock().unlock();
        }
    }

    /** Submits no more, and waits until all calls have ended and all promises are kept, or for a minute. */
    void finish() throws InterruptedException {
        this.calls.stop();
        this.ends = true;
        this.submitter.join();
        await().atMost(PATIENCE).until(() -> this.ledger.waiting().isEmpty());
    }

    /** What went wrong with calls. */
    List<String> failures() {
        List<String> failures = new ArrayList<>(this.calls.failures());
        failures.addAll(this.calls.unexpected());
        return failures;
    }

    @Override
    public String toString() {
        return this.calls.results() + " calls answered, " + failures().size() + " failed; "
                + this.ledger.acknowledged() + " background jobs acknowledged, "
                + this.ledger.waiting().size() + " lost, " + this.ledger.runMoreThanOnce() + " run more than once, "
                + this.ledger.unexplained().size() + " without a reason";
    }

    @Override
    public void close() {
        this.ends = true;
        this.calls.close();
        this.client.close();
        this.calledWorker.close();
        this.noteWorker.close();
    }
}
