package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.AdminConnection;
import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends the server process under load, again and again, each time at another moment, starts it again on the same store and
 * compares what it gives back with what it had acknowledged. For one thread.
 */
final class CrashRounds implements AutoCloseable {

    /** No load goes on beyond so many acknowledgements, or so long. */
    private static final int MAX_ACKNOWLEDGED = 2_500;

    private static final int MAX_MILLIS = 400;

    private final List<String> storeOptions;

    private final long seed;

    private final SplittableRandom random;

    private final Ledger ledger = new Ledger();

    private final AtomicLong keys = new AtomicLong();

    private final int port = ServerKind.freePort();

    private JobServer server;

    private int maxWorkers = 2;

    private int rounds;

    CrashRounds(List<String> storeOptions, long seed) {
        this.storeOptions = storeOptions;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.server = start();
    }

    private JobServer start() {
        return ServerKind.ours(this.port, this.storeOptions);
    }

    /** Lets jobs only be submitted, so that they all wait when the server ends. */
    void withoutWorkers() {
        this.maxWorkers = 0;
    }

    /** Starts a server and kills it when it serves, or before, when time is up. */
    void startAndKill(Duration timeout) {
        try (JobServer started = ServerKind.launched(this.port, this.storeOptions)) {
            started.isUpWithin(timeout);
            started.kill();
        }
    }

    /** Makes one round: load, the end of the server, a new one, and the comparison. */
    void round(Ending ending) throws Exception {
        this.rounds++;
        Load load = Load.start(this.port, this.ledger, this.keys, this.random, this.maxWorkers);
        this.ledger.awaitAcknowledgements(1 + this.random.nextInt(MAX_ACKNOWLEDGED), this.random.nextInt(MAX_MILLIS));
        ending.end(this.server);
        load.awaitEnd();
        String said = this.server.said();
        this.server.close();
        this.ledger.nextLife();

        this.server = start();
        drain();
        assertThat(this.ledger.settle())
                .as("%s; the server that ended said: %s", this, said)
                .isEmpty();
    }

    private void drain() throws Exception {
        try (AdminConnection admin = this.server.admin()) {
            assertThat(jobs(admin, ForegroundClient.FUNCTION))
                    .as("foreground jobs after the restart")
                    .isZero();
            CrashWorker.draining(this.port, this.ledger, () -> isDrained(admin)).call();
        }
    }

    private static boolean isDrained(AdminConnection admin) {
        return CrashJob.FUNCTIONS.stream().allMatch(function -> jobs(admin, function) == 0);
    }

    private static int jobs(AdminConnection admin, String function) {
        return admin.list("status").stream()
                .map(line -> line.split("\t"))
                .filter(fields -> fields[0].equals(function))
                .mapToInt(fields -> Integer.parseInt(fields[1]))
                .sum();
    }

    Ledger ledger() {
        return this.ledger;
    }

    @Override
    public void close() {
        this.server.close();
    }

    @Override
    public String toString() {
        return "rounds " + this.rounds + ", seed " + this.seed + ": " + this.ledger;
    }

    /** How the server ends. */
    @FunctionalInterface
    interface Ending {

        Ending KILL = JobServer::kill;

        /** Ends the server, which is gone when this returns or soon after. */
        void end(JobServer server) throws Exception;
    }
}
