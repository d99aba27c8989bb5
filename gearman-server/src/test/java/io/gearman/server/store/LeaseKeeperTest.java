package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of things when a lease is lost and taken anew, step by step on a clock of the test. */
class LeaseKeeperTest {

    private final LeasedDatabase database = new LeasedDatabase();

    private final List<String> told = new ArrayList<>();

    private final List<Runnable> engineTasks = new ArrayList<>();

    private long now = 1;

    private final SteppedJobStore stepped = new SteppedJobStore(this.database, () -> this.now);

    private final JobStore store = this.stepped.store();

    LeaseKeeperTest() {
        this.store.open(new Listener(), this.engineTasks::add);
        this.told.clear();
    }

    /** Lets the engine do what it was told. */
    private void engine() {
        List<Runnable> tasks = List.copyOf(this.engineTasks);
        this.engineTasks.clear();
        this.store.checkOwnership();
        tasks.forEach(Runnable::run);
    }

    private void pass(Duration time) {
        this.now += time.toNanos();
    }

    @Test
    void jobsWithoutAnOwnerAreLookedForATenthOfTheLeaseApart() {
        this.stepped.turn();
        this.database.orphans.add(TestJobs.job(7));
        this.stepped.turn();
        engine();
        assertThat(this.told).isEmpty();

        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("recovered 7");
        assertThat(this.store.statistics().adopted()).isEqualTo(1);
    }

    @Test
    void anIdleServerRenewsItsLeaseWhenAThirdOfItIsOver() {
        this.stepped.turn();
        int renewals = this.database.connects;
        pass(Duration.ofMillis(3400));
        this.database.adoptionFails = true;

        this.stepped.turn();

        assertThat(this.database.connects).isGreaterThan(renewals);
    }

    @Test
    void aLostLeaseIsToldAndNoNewOneIsTakenBeforeTheEngineHasSteppedDown() {
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        engine();
        this.store.delete(TestJobs.job(1));
        this.database.lose();
        this.stepped.turn();
        pass(Duration.ofSeconds(5));
        this.stepped.turn();
        assertThat(this.database.epochs).as("The engine has not answered").isEqualTo(1);

        engine();
        assertThat(this.told).containsExactly("saved 1", "lost");
        assertThat(this.store.statistics().leasesLost()).isZero();
        this.database.orphans.add(TestJobs.job(9));
        this.stepped.turn();
        assertThat(this.database.epochs).isEqualTo(2);
        assertThat(this.store.statistics().leasesLost()).isEqualTo(1);
        assertThat(this.database.written)
                .as("The end of a job of the old lease is not its affair")
                .isEmpty();
        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("saved 1", "lost", "recovered 9");
        this.store.save(TestJobs.job(10));
        this.stepped.turn();
        engine();
        assertThat(this.told).endsWith("saved 10");
    }

    @Test
    void theEngineStepsDownByItselfWhenTheLeaseIsNotTrustedAnyMore() {
        this.database.trusted = false;

        engine();

        assertThat(this.told).containsExactly("lost");
        this.store.save(TestJobs.job(1));
        assertThat(this.told).containsExactly("lost", "refused 1");
        this.stepped.turn();
        engine();
        assertThat(this.database.epochs)
                .as("The old lease was given up, a new one taken")
                .isEqualTo(2);
        this.store.save(TestJobs.job(2));
        this.stepped.turn();
        engine();
        assertThat(this.told).containsExactly("lost", "refused 1", "saved 2");
    }

    @Test
    void aJobThatWasWrittenBeforeTheEngineSteppedDownIsKeptElsewhere() {
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        this.database.trusted = false;

        engine();

        assertThat(this.told).containsExactly("lost", "kept elsewhere 1");
    }

    @Test
    void jobsThatWereAdoptedBeforeTheEngineSteppedDownAreNotServed() {
        pass(Duration.ofSeconds(1));
        this.database.orphans.add(TestJobs.job(7));
        this.stepped.turn();
        this.database.trusted = false;

        engine();

        assertThat(this.told).containsExactly("lost");
    }

    @Test
    void aSaveThatAnotherServerHasIsAnsweredWithItsNumber() {
        this.database.coalesced = Map.of(2L, 77L);
        this.store.save(TestJobs.job(1));
        this.store.save(TestJobs.job(2));
        this.stepped.turn();

        engine();

        assertThat(this.told).containsExactly("saved 1", "coalesced 2 with 77");
    }

    @Test
    void aSaveThatWasMadeWithoutAnAnswerIsAcknowledged() {
        this.database.breaksAfterCommit = true;
        this.store.save(TestJobs.job(1));

        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("saved 1");
        assertThat(this.database.jobs).containsOnlyKeys(1L);
    }

    @Test
    void ofABatchWithoutAnAnswerWhatIsMissingIsSavedAnew() {
        this.database.breaksBeforeCommit = true;
        this.store.save(TestJobs.job(1));
        this.store.save(TestJobs.job(2));

        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("saved 1", "saved 2");
        assertThat(this.database.jobs).containsOnlyKeys(1L, 2L);
    }

    @Test
    void aJobThatWasRefusedWithoutAnAnswerAndIsThereIsServed() {
        this.database.breaksAfterCommit = true;
        this.database.awayAfterBreak = true;
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        engine();
        assertThat(this.told).containsExactly("refused 1");

        this.database.away = false;
        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();

        assertThat(this.told)
                .as("A client of another server may have been told its number")
                .containsExactly("refused 1", "recovered 1");
        assertThat(this.database.jobs).containsOnlyKeys(1L);
    }

    @Test
    void aJobThatWasRefusedWithoutAnAnswerIsUpToOthersWhenTheLeaseIsLost() {
        this.database.breaksAfterCommit = true;
        this.database.awayAfterBreak = true;
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        this.database.away = false;
        this.database.lose();
        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();
        this.stepped.turn();
        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactlyInAnyOrder("refused 1", "lost");
        assertThat(this.database.jobs).containsOnlyKeys(1L);
    }

    @Test
    void aJobThatWasRefusedMayBeSavedLaterWithoutAnAnswer() {
        this.database.unstorable.add(1L);
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        engine();
        assertThat(this.told).containsExactly("refused 1");

        this.database.unstorable.clear();
        this.database.breaksAfterCommit = true;
        this.store.save(TestJobs.job(1));
        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("refused 1", "saved 1");
        assertThat(this.store.isAvailable()).isTrue();
    }

    @Test
    void aJobWithoutAUniqueThatWasRefusedDoesNotRun() {
        this.database.breaksAfterCommit = true;
        this.database.awayAfterBreak = true;
        this.store.save(new RecoveredJob(
                1, TestJobs.job(1).functionName(), new byte[0], new byte[0], null, Priority.LOW, 0, 0));
        this.stepped.turn();
        this.database.away = false;
        pass(Duration.ofSeconds(1));
        this.stepped.turn();
        engine();

        assertThat(this.told).containsExactly("refused 1");
        assertThat(this.database.jobs).isEmpty();
    }

    @Test
    void questionsAreAnsweredAlsoWhileTheDatabaseIsAway() {
        List<String> answers = new ArrayList<>();
        this.store.find(7, function -> answers.add(function == null ? "unknown" : new String(function, UTF_8)));
        this.stepped.turn();
        engine();
        this.database.away = true;
        this.store.find(7, function -> answers.add(function == null ? "unknown" : new String(function, UTF_8)));
        this.stepped.turn();
        engine();

        assertThat(answers).containsExactly("f", "unknown");
    }

    private final class Listener implements JobStore.Listener {

        @Override
        public void numbersReserved(NumberRange range) {
            LeaseKeeperTest.this.told.add("numbers");
        }

        @Override
        public void recovered(StoredJob job) {
            LeaseKeeperTest.this.told.add("recovered " + job.number());
        }

        @Override
        public void saved(StoredJob job) {
            LeaseKeeperTest.this.told.add("saved " + job.number());
        }

        @Override
        public void refused(StoredJob job, String reason) {
            LeaseKeeperTest.this.told.add("refused " + job.number());
        }

        @Override
        public void lost() {
            LeaseKeeperTest.this.told.add("lost");
        }

        @Override
        public void keptElsewhere(StoredJob job) {
            LeaseKeeperTest.this.told.add("kept elsewhere " + job.number());
        }

        @Override
        public void coalesced(StoredJob job, long number) {
            LeaseKeeperTest.this.told.add("coalesced " + job.number() + " with " + number);
        }
    }
}
