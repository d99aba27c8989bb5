package io.gearman.interop.crash;

import io.gearman.interop.crash.Wire.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the books over all lives of a server: what was acknowledged, what workers got and ended, and whether the two agree.
 * Submitters and workers write at the same time; the new life and the settling are for the one thread that runs
 * the rounds, when they have ended.
 */
final class Ledger {

    private static final int SHOWN = 10;

    private final NumberSet usedBefore = new NumberSet();

    private volatile Life life = new Life();

    private Life previous = new Life();

    private volatile CountDownLatch awaited = new CountDownLatch(0);

    private final AtomicLong refused = new AtomicLong();

    private volatile boolean mayRefuse;

    private long acknowledged;

    private long completed;

    private long returned;

    private long unacknowledged;

    private long duplicates;

    private long lost;

    private long oldestDuplicateNanos;

    private long largest;

    private long widestGap;

    /**
     * Waits for so many acknowledgements more, but not longer than this.
     *
     * @return whether they came
     */
    boolean awaitAcknowledgements(int more, long timeoutMillis) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(more);
        this.awaited = latch;
        return latch.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** A background job was acknowledged. */
    void acknowledged(long number, CrashJob job) {
        Long before = this.life.acknowledged.putIfAbsent(number, job.key());
        if (before != null && (before != job.key() || !job.canBeJoined())) {
            fault("number " + number + " was given to job " + before + " and to " + job);
        }
        this.life.lastNanos = System.nanoTime();
        this.awaited.countDown();
    }

    /** A background job was answered with an error. */
    void refused(Object job, Reply answer) {
        this.refused.incrementAndGet();
        if (!this.mayRefuse) {
            fault(job + " was answered with " + answer);
        }
    }

    /** From now on errors are right answers. */
    void mayRefuse() {
        this.mayRefuse = true;
    }

    long refused() {
        return this.refused.get();
    }

    /** A foreground job got a handle. */
    void acknowledgedForeground(long number) {
        if (this.life.acknowledged.putIfAbsent(number, -1L) != null) {
            fault("number " + number + " was given twice, and to a foreground job");
        }
    }

    /** A worker got a job. */
    void assigned(long number, boolean drain, byte[] function, byte[] unique, byte[] reducer, byte[] payload) {
        long fingerprint = CrashJob.fingerprint(function, unique, reducer, payload);
        if (this.life.assigned.put(number, fingerprint) != null) {
            fault("number " + number + " was handed out twice in one life, and no worker was lost");
        }
        if (payload.length > 0
                && CrashJob.of(ByteBuffer.wrap(payload).getLong()).fingerprint() != fingerprint) {
            fault("number " + number + " came with a content that was never submitted");
        }
        this.life.lastNanos = System.nanoTime();
        if (drain) {
            this.life.drained.add(number);
        }
    }

    /** A worker has sent that a job is complete. */
    void ended(long number) {
        this.life.ended.put(number, System.nanoTime());
    }

    void fault(String what) {
        this.life.faults.add(what);
    }

    /** The server has ended; the next one writes on a new page. */
    void nextLife() {
        this.previous = this.life;
        this.life = new Life();
        noteGap();
    }

    /** Looks how far the first number of the life lies beyond the last one of the lives before. */
    private void noteGap() {
        LongSummaryStatistics given = this.previous.acknowledged.keySet().stream()
                .mapToLong(Long::longValue)
                .summaryStatistics();
        if (given.getCount() > 0) {
            this.widestGap = Math.max(this.widestGap, given.getMin() - this.largest - 1);
            this.largest = given.getMax();
        }
    }

    /** Returns how many numbers were left out between two lives at the most. */
    long widestGap() {
        return this.widestGap;
    }

    /** Compares what the server of the previous life owed with what the drained server of this one gave. */
    List<String> settle() {
        List<String> faults = new ArrayList<>(this.previous.faults);
        List<String> missing = new ArrayList<>();
        Map<Long, Long> owed = new HashMap<>(this.previous.acknowledged);
        owed.values().removeIf(key -> key < 0);
        for (Map.Entry<Long, Long> entry : owed.entrySet()) {
            settle(entry.getKey(), CrashJob.of(entry.getValue()), missing, faults);
        }
        for (Long number : this.life.drained) {
            settleReturned(number, owed.containsKey(number), faults);
        }
        checkOrder(owed, faults);
        this.previous.acknowledged.keySet().forEach(this.usedBefore::add);
        this.previous.assigned.keySet().forEach(this.usedBefore::add);
        if (!missing.isEmpty()) {
            faults.add(missing.size() + " lost: " + missing.subList(0, Math.min(SHOWN, missing.size())));
        }
        return faults;
    }

    private void settle(long number, CrashJob job, List<String> missing, List<String> faults) {
        this.acknowledged++;
        if (this.usedBefore.contains(number)) {
            faults.add("number " + number + " of " + job + " had been used in an earlier life");
        }
        Long before = this.previous.assigned.get(number);
        Long after = this.life.assigned.get(number);
        if ((before != null && before != job.fingerprint()) || (after != null && after != job.fingerprint())) {
            faults.add("number " + number + " came back changed: " + job);
        }
        if (this.previous.ended.containsKey(number)) {
            this.completed++;
        } else if (after == null) {
            this.lost++;
            missing.add(number + " = " + job);
        }
    }

    private void settleReturned(long number, boolean owed, List<String> faults) {
        Long ended = this.previous.ended.get(number);
        if (ended != null) {
            this.duplicates++;
            this.oldestDuplicateNanos = Math.max(this.oldestDuplicateNanos, this.previous.lastNanos - ended);
        } else if (owed) {
            this.returned++;
        } else if (this.usedBefore.contains(number)) {
            faults.add("number " + number + " came back although it had ended in an earlier life");
        } else {
            // Saved, and the server died before its client could know.
            this.unacknowledged++;
        }
    }

    /** Jobs of one function and priority that run at once come back in the order of their submission. */
    private void checkOrder(Map<Long, Long> owed, List<String> faults) {
        Map<String, Long> last = new HashMap<>();
        for (Long number : this.life.drained) {
            Long key = owed.get(number);
            if (key != null && !CrashJob.of(key).isDelayed()) {
                Long before = last.put(CrashJob.of(key).queue(), number);
                if (before != null && before > number) {
                    faults.add("number " + number + " came back after " + before + " of the same queue");
                }
            }
        }
    }

    long acknowledged() {
        return this.acknowledged;
    }

    long lost() {
        return this.lost;
    }

    long completed() {
        return this.completed;
    }

    /** Says all sums in one line. */
    @Override
    public String toString() {
        return "acknowledged " + this.acknowledged + ", completed before the kill " + this.completed
                + ", returned after it "
                + this.returned + ", completed and returned " + this.duplicates + " (the oldest was completed "
                + this.oldestDuplicateNanos / 1_000_000 + " ms before), saved but not acknowledged "
                + this.unacknowledged
                + ", lost " + this.lost;
    }
}
