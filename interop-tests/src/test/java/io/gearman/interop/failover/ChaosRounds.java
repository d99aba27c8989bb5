package io.gearman.interop.failover;

import static org.awaitility.Awaitility.await;

import io.gearman.interop.JobServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What all chaos has in common: how much of it, its choices, and what is written down of each fault. For one thread. */
final class ChaosRounds {

    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed = Long.getLong("gearman.chaos.seed", System.nanoTime());

    private final int count;

    private final Random random = new Random(this.seed);

    private final Recoveries recoveries = new Recoveries();

    /** Makes as many rounds as there are faults, unless more are asked for. */
    ChaosRounds(int faults) {
        this.count = Integer.getInteger("gearman.chaos.rounds", faults);
    }

    int count() {
        return this.count;
    }

    /** Chooses a number from 0 on. */
    int choose(int bound) {
        return this.random.nextInt(bound);
    }

    /**
     * Writes down a fault that has just been mended, when workers are back and all jobs have begun that waited for it.
     *
     * @param struck when it began
     * @param waiting the jobs that waited at the server then
     */
    void mended(String fault, long struck, List<Long> waiting, JobServer server, PromiseLedger ledger) {
        long healed = System.nanoTime();
        server.awaitWorkers(1, FailoverTraffic.FUNCTIONS);
        Duration back = Duration.ofNanos(System.nanoTime() - healed);
        awaitBeginOf(waiting, ledger);
        ledger.fault(struck);
        this.recoveries.add(fault, Duration.ofNanos(healed - struck), ledger.delays(waiting, struck), back);
    }

    void awaitBeginOf(List<Long> jobs, PromiseLedger ledger) {
        await("the begin of all jobs that waited, seed " + this.seed)
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> ledger.haveBegun(jobs));
    }

    /** Tells what was done and what became of it. */
    String report(FailoverTraffic traffic) {
        return "seed " + this.seed + ": " + this.count + " rounds; " + traffic + "\n" + this.recoveries;
    }
}
