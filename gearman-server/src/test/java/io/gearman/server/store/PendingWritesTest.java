package io.gearman.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Saves are written at once, the ends of jobs with them or a little later. */
class PendingWritesTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private static final JobWrite END = new JobWrite.Delete(1);

    private static final JobWrite SAVE = new JobWrite.Save(TestJobs.job(2), 0);

    private final PendingWrites patient = new PendingWrites(100, 1 << 20, HOUR);

    @Test
    void saveIsTakenAtOnceTogetherWithTheEndsThatWaitForIt() throws Exception {
        this.patient.add(END);
        CompletableFuture<Void> writer = awaitIn(this.patient);
        assertThat(writer).isNotDone();

        this.patient.offer(SAVE);

        writer.get(60, TimeUnit.SECONDS);
        assertThat(this.patient.take().writes()).containsExactly(END, SAVE);
    }

    @Test
    void endIsTakenWithoutASaveWhenItHasWaitedLongEnough() throws Exception {
        PendingWrites hasty = new PendingWrites(100, 1 << 20, 1);
        CompletableFuture<Void> writer = awaitIn(hasty);

        hasty.add(END);

        writer.get(60, TimeUnit.SECONDS);
        assertThat(hasty.take().writes()).containsExactly(END);
    }

    @Test
    void endDoesNotWaitWhenNothingComesAnyMoreOrNumbersAreWanted() throws Exception {
        this.patient.add(END);
        CompletableFuture<Void> writer = awaitIn(this.patient);

        this.patient.wantNumbers();

        writer.get(60, TimeUnit.SECONDS);
        assertThat(this.patient.take().numbersWanted()).isTrue();

        this.patient.add(END);
        this.patient.close();
        awaitIn(this.patient).get(60, TimeUnit.SECONDS);
        assertThat(this.patient.take().last()).isTrue();
    }

    @Test
    void endWaitsAnewAfterASaveWasTaken() throws Exception {
        this.patient.offer(SAVE);
        awaitIn(this.patient).get(60, TimeUnit.SECONDS);
        this.patient.take();

        this.patient.add(END);

        CompletableFuture<Void> writer = awaitIn(this.patient);
        assertThat(writer).isNotDone();
        this.patient.close();
        writer.get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> awaitIn(PendingWrites pending) {
        return CompletableFuture.runAsync(() -> {
            try {
                pending.await(HOUR);
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        });
    }
}
