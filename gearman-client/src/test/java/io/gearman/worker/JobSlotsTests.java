package io.gearman.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.transport.ServerAddress;
import io.gearman.worker.GrabState.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobSlotsTests {

    private static final Turn NOTHING = new Turn(0, false);

    private static final Turn SLEEP = new Turn(0, true);

    private static final Turn GRAB = new Turn(1, false);

    private final GrabState first = connection("one");

    private final GrabState second = connection("two");

    private JobSlots slots = new JobSlots(1, GrabStrategy.roundRobin());

    @Test
    void whenConnectedThenAsksBeforeItSleeps() {
        this.slots.connected(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.noJob(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(SLEEP);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
    }

    @Test
    void whenWokenWithAFreeSlotThenAsks() {
        putToSleep(this.first);
        this.slots.woken(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenWokenTwiceThenAsksOnceAndSleepsOnce() {
        putToSleep(this.first);
        this.slots.woken(this.first);
        this.slots.woken(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        this.slots.woken(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.noJob(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(SLEEP);
    }

    @Test
    void whenAllSlotsAreBusyThenNeitherAsksNorSleeps() {
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        assertThat(this.slots.assigned(this.first)).isTrue();
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.finished(this.first, this.first.incarnation());
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenWokenWithoutAFreeSlotThenAsksOnceOneIsFree() {
        putToSleep(this.second);
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        this.slots.assigned(this.first);
        this.slots.woken(this.second);
        assertThat(this.slots.turn(this.second)).isEqualTo(NOTHING);
        this.slots.finished(this.first, this.first.incarnation());
        assertThat(this.slots.turn(this.second)).isEqualTo(GRAB);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
    }

    @Test
    void whenJobsKeepComingThenAsksForMoreAtOnceUpToTheFreeSlots() {
        this.slots = new JobSlots(5, GrabStrategy.roundRobin());
        this.slots.connected(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(new Turn(2, false));
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(new Turn(2, false));
        this.slots.noJob(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.noJob(this.first);
        this.slots.noJob(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(SLEEP);
    }

    @Test
    void whenAJobComesAfterNoJobThenGoesOnAsking() {
        this.slots = new JobSlots(3, GrabStrategy.roundRobin());
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(new Turn(2, false));
        this.slots.noJob(this.first);
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenTheRequestIsRefusedThenAsksAgain() {
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        this.slots.refused(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenAJobComesUnaskedThenSaysSo() {
        putToSleep(this.first);
        assertThat(this.slots.assigned(this.first)).isFalse();
    }

    @Test
    void whenAConnectionIsLostThenItsRequestsFreeTheirSlotsButItsJobsDoNot() {
        this.slots = new JobSlots(2, GrabStrategy.roundRobin());
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        int lost = this.first.incarnation();
        this.slots.disconnected(this.first);
        this.slots.connected(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        this.slots.assigned(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.finished(this.first, lost);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenBothServersHaveJobsThenTheyTakeTurns() {
        this.slots.connected(this.first);
        this.slots.connected(this.second);
        this.slots.turn(this.first);
        this.slots.refused(this.first);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            GrabState asked = this.slots.turn(this.first).equals(GRAB) ? this.first : this.second;
            if (asked == this.second) {
                assertThat(this.slots.turn(this.second)).isEqualTo(GRAB);
            }
            order.add(asked.server().toString());
            this.slots.assigned(asked);
            this.slots.finished(asked, asked.incarnation());
        }
        String one = this.first.server().toString();
        String two = this.second.server().toString();
        assertThat(order).containsExactly(two, one, two, one, two, one);
    }

    @Test
    void whenAStrategyDelaysThenTheSlotIsReservedUntilItIsDue() {
        Duration delay = Duration.ofMillis(20);
        this.slots = new JobSlots(1, candidates -> new GrabStrategy.Grab(candidates.get(0), delay));
        this.slots.connected(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        JobSlots.Grant grant = this.slots.grants().iterator().next();
        assertThat(grant.delay()).isEqualTo(delay);
        this.slots.due(grant);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenADelayEndsAfterAReconnectThenItIsForgotten() {
        this.slots = new JobSlots(1, candidates -> new GrabStrategy.Grab(candidates.get(0), Duration.ofMillis(20)));
        this.slots.connected(this.first);
        JobSlots.Grant grant = this.slots.grants().iterator().next();
        this.slots.disconnected(this.first);
        this.slots.connected(this.first);
        this.slots.due(grant);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
    }

    @Test
    void whenAStrategyChoosesOrFailsWronglyThenTheServersTakeTurns() {
        this.slots = new JobSlots(1, candidates -> {
            throw new IllegalStateException("broken on purpose");
        });
        this.slots.connected(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        this.slots = new JobSlots(1, candidates -> new GrabStrategy.Grab(this.first.server(), Duration.ZERO));
        this.slots.connected(this.second);
        assertThat(this.slots.turn(this.second)).isEqualTo(GRAB);
    }

    @Test
    void whenClosedThenNeitherAsksNorSleeps() {
        this.slots = new JobSlots(2, GrabStrategy.roundRobin());
        this.slots.connected(this.first);
        this.slots.connected(this.second);
        this.slots.turn(this.first);
        this.slots.close();
        assertThat(this.slots.turn(this.second)).isEqualTo(NOTHING);
        assertThat(this.slots.isAsking(this.first)).isTrue();
        this.slots.noJob(this.first);
        assertThat(this.slots.isAsking(this.first)).isFalse();
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.woken(this.first);
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
    }

    @Test
    void whenAConnectionHoldsOneJobAtMostThenSleepsAfterAJobThatIsNotFollowedByARequest() {
        GrabState single = new GrabState(ServerAddress.of("three", 4730), 1, true);
        putToSleep(this.first);
        this.slots.connected(single);
        this.slots.turn(single);
        this.slots.assigned(single);
        assertThat(this.slots.turn(single)).isEqualTo(NOTHING);
        this.slots.woken(this.first);
        this.slots.finished(single, single.incarnation());
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        assertThat(this.slots.turn(single)).isEqualTo(SLEEP);
        this.slots.noJob(this.first);
        assertThat(this.slots.turn(single)).isEqualTo(GRAB);
    }

    @Test
    void whenMadeFewerThenRunningJobsGoOnAndTheirSlotsAreNotGivenOutAgain() {
        this.slots = new JobSlots(3, GrabStrategy.roundRobin());
        this.slots.connected(this.first);
        for (int i = 0; i < 3; i++) {
            this.slots.turn(this.first);
            this.slots.assigned(this.first);
        }
        this.slots.resize(1);
        this.slots.finished(this.first, this.first.incarnation());
        this.slots.finished(this.first, this.first.incarnation());
        assertThat(this.slots.turn(this.first)).isEqualTo(NOTHING);
        this.slots.finished(this.first, this.first.incarnation());
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
    }

    @Test
    void whenMadeMoreThenTheNewSlotAsksAtOnce() {
        this.slots.connected(this.first);
        this.slots.turn(this.first);
        this.slots.assigned(this.first);
        this.slots.load();
        assertThat(this.slots.load()).isEqualTo(new JobSlots.Load(true, false));
        this.slots.resize(2);
        assertThat(this.slots.turn(this.first)).isEqualTo(GRAB);
        this.slots.noJob(this.first);
        assertThat(this.slots.load()).isEqualTo(new JobSlots.Load(false, true));
    }

    @Test
    void whateverHappensNeverMoreRequestsAndJobsThanSlots() {
        for (long seed = 0; seed < 200; seed++) {
            new RandomRun(seed).run();
        }
    }

    private void putToSleep(GrabState connection) {
        this.slots.connected(connection);
        this.slots.turn(connection);
        this.slots.noJob(connection);
        assertThat(this.slots.turn(connection)).isEqualTo(SLEEP);
    }

    private static GrabState connection(String host) {
        return new GrabState(ServerAddress.of(host, 4730), Integer.MAX_VALUE, false);
    }

    /** Drives three connections with random events and counts on its own what a job server would see. */
    private static final class RandomRun {

        private final Random random;

        private final String name;

        private final int concurrency;

        private final JobSlots slots;

        private final List<Connection> connections = new ArrayList<>();

        private int running;

        RandomRun(long seed) {
            this.random = new Random(seed);
            this.name = "seed " + seed;
            this.concurrency = 1 + this.random.nextInt(20);
            this.slots = new JobSlots(this.concurrency, GrabStrategy.roundRobin());
            for (int i = 0; i < 3; i++) {
                this.connections.add(new Connection(connection("host-" + i)));
            }
        }

        void run() {
            for (int i = 0; i < 500; i++) {
                Connection connection = this.connections.get(this.random.nextInt(this.connections.size()));
                step(connection);
                this.connections.forEach(this::turn);
                int asked = this.connections.stream().mapToInt(c -> c.asked).sum();
                assertThat(asked + this.running).as(this.name).isBetween(0, this.concurrency);
                for (Connection each : this.connections) {
                    boolean idle = each.up && each.asked == 0 && !each.sleeping;
                    assertThat(idle && asked + this.running < this.concurrency)
                            .as(this.name)
                            .isFalse();
                }
            }
        }

        private void step(Connection connection) {
            switch (this.random.nextInt(6)) {
                case 0 -> connection.toggle(this.slots);
                case 1 -> {
                    if (connection.up) {
                        this.slots.woken(connection.state);
                    }
                }
                case 2 -> {
                    if (connection.asked > 0) {
                        connection.asked--;
                        this.slots.noJob(connection.state);
                    }
                }
                case 3, 4 -> {
                    if (connection.asked > 0) {
                        connection.asked--;
                        this.running++;
                        connection.jobs.add(connection.state.incarnation());
                        this.slots.assigned(connection.state);
                    }
                }
                default -> {
                    if (!connection.jobs.isEmpty()) {
                        this.running--;
                        this.slots.finished(connection.state, connection.jobs.remove(0));
                    }
                }
            }
        }

        private void turn(Connection connection) {
            Turn turn = this.slots.turn(connection.state);
            if (turn.isEmpty()) {
                return;
            }
            assertThat(connection.up).as(this.name).isTrue();
            connection.asked += turn.grabs();
            if (turn.sleep()) {
                assertThat(connection.asked)
                        .as(this.name + ": sleeps while it asks")
                        .isZero();
                assertThat(connection.sleeping).as(this.name + ": sleeps twice").isFalse();
            }
            connection.sleeping = turn.sleep();
        }
    }

    private static final class Connection {

        private final GrabState state;

        private final List<Integer> jobs = new ArrayList<>();

        private boolean up;

        private boolean sleeping;

        private int asked;

        Connection(GrabState state) {
            this.state = state;
        }

        void toggle(JobSlots slots) {
            this.asked = 0;
            this.sleeping = false;
            this.up = !this.up;
            if (this.up) {
                slots.connected(this.state);
            } else {
                slots.disconnected(this.state);
            }
        }
    }
}
