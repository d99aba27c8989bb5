package io.gearman.server.engine.simulation;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.engine.simulation.SimulatedStore.Answer;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses what happens next. The mood changes now and then, so that queues fill up, run empty and everything falls apart. */
final class RandomSteps {

    private static final List<String> FUNCTIONS = List.of("resize", "mail", "count", "");

    private static final List<String> UNIQUES =
            List.of("", "-", "a", "b", "c", "0".repeat(63) + "1", "0".repeat(63) + "2");

    private static final List<String> PAYLOADS = List.of("", "p", "q");

    private static final List<PacketType> GRABS =
            List.of(PacketType.GRAB_JOB, PacketType.GRAB_JOB_UNIQ, PacketType.GRAB_JOB_ALL);

    private static final int MOST_JOBS = 60;

    private static final int MOST_PEERS = 12;

    private static final long HOUR = 3_600_000;

    private final Simulation simulation;

    private final Model model;

    private final SplittableRandom random;

    private final @Nullable RandomStoreSteps storeSteps;

    private Mood mood = Mood.SUBMITTING;

    RandomSteps(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model;
        this.random = new SplittableRandom(simulation.scenario.seed());
        Lives lives = simulation.lives;
        this.storeSteps = lives == null ? null : new RandomStoreSteps(simulation, lives, this.random.split());
    }

    /** Brings a server with a durable store into order for its ending. */
    void restart() {
        if (this.storeSteps != null) {
            this.storeSteps.restart();
        }
    }

    void next() {
        if (chance(400)) {
            this.mood = one(List.of(Mood.values()));
        }
        if (this.storeSteps != null && chance(10)) {
            this.storeSteps.next();
            return;
        }
        if (this.simulation.peers.size() < 3) {
            this.simulation.connect();
            return;
        }
        int dice = this.random.nextInt(100);
        if (dice < this.mood.submissions && this.model.jobs.size() < MOST_JOBS) {
            submit(one(this.simulation.peers));
        } else if (dice < this.mood.submissions + this.mood.work) {
            work();
        } else if (dice < this.mood.submissions + this.mood.work + this.mood.trouble) {
            trouble();
        } else {
            calm();
        }
    }

    // Clients

    private void submit(SimulatedPeer client) {
        String function = one(FUNCTIONS);
        String unique = chance(100) ? "u".repeat(65) : one(UNIQUES);
        String payload = one(PAYLOADS);
        boolean background = this.random.nextBoolean();
        this.simulation.storeAnswers(storeAnswer());
        switch (this.random.nextInt(10)) {
            case 0 -> submitEpoch(client, function, unique, payload);
            case 1 -> submitScheduled(client, function, unique, payload);
            case 2 -> {
                String reducer = one(FUNCTIONS);
                client.book.submitted(!background);
                this.simulation.packets.submit(client.model, function, unique, payload, reducer, 1, background, 0);
                this.simulation.request(
                        client,
                        background ? PacketType.SUBMIT_REDUCE_JOB_BACKGROUND : PacketType.SUBMIT_REDUCE_JOB,
                        payload,
                        function,
                        unique,
                        reducer,
                        "");
            }
            default -> {
                int priority = this.random.nextInt(3);
                client.book.submitted(!background);
                this.simulation.packets.submit(client.model, function, unique, payload, null, priority, background, 0);
                this.simulation.request(client, submission(priority, background), payload, function, unique);
            }
        }
    }

    private static PacketType submission(int priority, boolean background) {
        return switch (priority) {
            case 0 -> background ? PacketType.SUBMIT_JOB_HIGH_BG : PacketType.SUBMIT_JOB_HIGH;
            case 1 -> background ? PacketType.SUBMIT_JOB_BG : PacketType.SUBMIT_JOB;
            default -> background ? PacketType.SUBMIT_JOB_LOW_BG : PacketType.SUBMIT_JOB_LOW;
        };
    }

    private void submitEpoch(SimulatedPeer client, String function, String unique, String payload) {
        long seconds = this.model.now / 1000 + this.random.nextInt(-10, 100);
        client.book.submitted(false);
        this.simulation.packets.submit(client.model, function, unique, payload, null, 1, true, seconds * 1000);
        this.simulation.request(client, PacketType.SUBMIT_JOB_EPOCH, payload, function, unique, Long.toString(seconds));
    }

    private void submitScheduled(SimulatedPeer client, String function, String unique, String payload) {
        int minute = this.random.nextInt(60);
        long inThisHour = this.model.now / HOUR * HOUR + minute * 60_000L;
        long runAt = inThisHour > this.model.now ? inThisHour : inThisHour + HOUR;
        client.book.submitted(false);
        this.simulation.packets.submit(client.model, function, unique, payload, null, 1, true, runAt);
        this.simulation.request(
                client,
                PacketType.SUBMIT_JOB_SCHED,
                payload,
                function,
                unique,
                Integer.toString(minute),
                "*",
                "",
                "-1",
                "*");
    }

    private Answer storeAnswer() {
        return switch (this.simulation.scenario.store()) {
            case MEMORY -> Answer.SAVED;
            case IMMEDIATE -> chance(8) ? Answer.REFUSED : Answer.SAVED;
            case LATE -> chance(4) ? Answer.SAVED : Answer.LATER;
            case DURABLE, BATCHED -> Answer.LATER;
        };
    }

    // Workers

    private void work() {
        switch (this.random.nextInt(12)) {
            case 0 -> canDo(one(this.simulation.peers));
            case 1, 2, 3 -> grab(worker());
            case 4, 5 -> sleep(worker());
            default -> report();
        }
    }

    private SimulatedPeer worker() {
        SimulatedPeer peer = one(this.simulation.peers);
        return peer.model.round.isEmpty() ? one(this.simulation.peers) : peer;
    }

    private void canDo(SimulatedPeer worker) {
        String function = one(FUNCTIONS);
        if (this.random.nextInt(3) > 0) {
            this.simulation.packets.canDo(worker.model, function, 0);
            this.simulation.request(worker, PacketType.CAN_DO, "", function);
            return;
        }
        long timeout = one(List.of(0L, -1L, 1L, 1000L, 5000L, 60_000L, Long.MAX_VALUE));
        this.simulation.packets.canDo(worker.model, function, timeout <= 0 ? 0 : Math.max(timeout, 1000));
        this.simulation.request(worker, PacketType.CAN_DO_TIMEOUT, "", function, Long.toString(timeout));
    }

    private void grab(SimulatedPeer worker) {
        PacketType type = one(GRABS);
        this.simulation.packets.grab(worker.model, type);
        this.simulation.request(worker, type, "");
    }

    private void sleep(SimulatedPeer worker) {
        this.simulation.packets.sleep(worker.model);
        this.simulation.request(worker, PacketType.PRE_SLEEP, "");
    }

    /** A worker speaks of one of its jobs. */
    private void report() {
        SimulatedPeer worker = busy();
        if (worker == null) {
            grab(worker());
        } else {
            report(worker, one(worker.model.assigned).handle);
        }
    }

    private @Nullable SimulatedPeer busy() {
        int size = this.simulation.peers.size();
        int start = this.random.nextInt(size);
        for (int i = 0; i < size; i++) {
            SimulatedPeer peer = this.simulation.peers.get((start + i) % size);
            if (!peer.model.assigned.isEmpty()) {
                return peer;
            }
        }
        return null;
    }

    private void report(SimulatedPeer worker, String handle) {
        ModelPackets packets = this.simulation.packets;
        String payload = one(PAYLOADS);
        switch (this.random.nextInt(10)) {
            case 0 -> {
                packets.workData(worker.model, PacketType.WORK_DATA, handle, payload);
                this.simulation.request(worker, PacketType.WORK_DATA, payload, handle);
            }
            case 1 -> {
                packets.workData(worker.model, PacketType.WORK_WARNING, handle, payload);
                this.simulation.request(worker, PacketType.WORK_WARNING, payload, handle);
            }
            case 2 -> {
                String numerator = Integer.toString(this.random.nextInt(100));
                packets.workStatus(worker.model, handle, numerator, "100");
                this.simulation.request(worker, PacketType.WORK_STATUS, "", handle, numerator, "100");
            }
            case 3 -> {
                // Old workers end the handle with a NUL.
                String sent = this.random.nextBoolean() ? handle : handle + "\0";
                packets.workFail(worker.model, sent);
                this.simulation.request(worker, PacketType.WORK_FAIL, "", sent);
            }
            case 4 -> {
                packets.workException(worker.model, handle, payload);
                this.simulation.request(worker, PacketType.WORK_EXCEPTION, payload, handle);
            }
            default -> {
                packets.workComplete(worker.model, handle, payload);
                this.simulation.request(worker, PacketType.WORK_COMPLETE, payload, handle);
            }
        }
    }

    // Everybody else

    private void trouble() {
        SimulatedPeer peer = one(this.simulation.peers);
        switch (this.random.nextInt(10)) {
            case 0, 1 -> this.simulation.disconnect(peer);
            case 2 -> report(peer, anyHandle());
            case 3 -> {
                String function = one(FUNCTIONS);
                this.simulation.packets.cantDo(peer.model, function);
                this.simulation.request(peer, PacketType.CANT_DO, "", function);
            }
            case 4 -> {
                this.simulation.packets.resetAbilities(peer.model);
                this.simulation.request(peer, PacketType.RESET_ABILITIES, "");
            }
            case 5 -> this.simulation.cancel(anyHandle());
            case 6 -> cancelRunning();
            case 7 -> this.simulation.dropFunction(one(FUNCTIONS));
            case 8 -> {
                int limit = chance(2) ? 0 : this.random.nextInt(10);
                this.simulation.maxQueue(one(FUNCTIONS), limit, 0, limit / 2);
            }
            default -> nonsense(peer);
        }
    }

    private void cancelRunning() {
        SimulatedPeer worker = busy();
        if (worker != null) {
            this.simulation.cancel(one(worker.model.assigned).handle);
        }
    }

    private void nonsense(SimulatedPeer peer) {
        if (this.random.nextBoolean()) {
            peer.model.expect(ExpectedPacket.error("INVALID_COMMAND", "Command not expected"));
            this.simulation.request(peer, PacketType.NO_JOB, "");
        } else {
            peer.model.expect(ExpectedPacket.error("INVALID_MAGIC", "Request magic expected"));
            this.simulation.receive(peer, Packet.response(PacketType.GRAB_JOB));
        }
    }

    private String anyHandle() {
        return switch (this.random.nextInt(8)) {
            case 0 -> Scenario.PREFIX + ":0" + this.model.numbers.latest();
            case 1 -> Scenario.PREFIX + ":";
            case 2 -> "H:elsewhere:1";
            default ->
                Scenario.PREFIX + ":" + Math.max(1, this.model.numbers.latest() - this.random.nextInt(MOST_JOBS));
        };
    }

    private void calm() {
        SimulatedPeer peer = one(this.simulation.peers);
        switch (this.random.nextInt(9)) {
            case 0 -> {
                if (this.simulation.peers.size() < MOST_PEERS) {
                    this.simulation.connect();
                }
            }
            case 1 -> {
                String handle = anyHandle();
                this.simulation.packets.getStatus(peer.model, handle);
                // What follows a NUL is not part of the handle.
                this.simulation.request(peer, PacketType.GET_STATUS, "", chance(5) ? handle + "\0x" : handle);
            }
            case 2 -> statusByUnique(peer, one(UNIQUES));
            case 3 -> {
                peer.model.exceptions = true;
                peer.model.expect(ExpectedPacket.of(PacketType.OPTION_RES, "exceptions"));
                this.simulation.request(peer, PacketType.OPTION_REQ, "", "exceptions");
            }
            case 4 -> {
                peer.model.expect(ExpectedPacket.withPayload(PacketType.ECHO_RES, "hello"));
                this.simulation.request(peer, PacketType.ECHO_REQ, "hello");
            }
            case 5 -> this.simulation.createFunction(one(FUNCTIONS));
            case 6, 7 -> answerStore();
            default -> this.simulation.advanceTo(this.model.now + elapsed());
        }
    }

    private void statusByUnique(SimulatedPeer client, String unique) {
        List<ModelJob> candidates = this.simulation.packets.candidates(unique);
        // Which function answers if several have the unique is not said.
        if (candidates.size() < 2) {
            this.simulation.packets.getStatusUnique(
                    client.model, unique, candidates.isEmpty() ? null : candidates.get(0));
            this.simulation.request(client, PacketType.GET_STATUS_UNIQUE, "", unique);
        }
    }

    private void answerStore() {
        if (this.storeSteps != null) {
            this.storeSteps.next();
            return;
        }
        List<Long> waiting = List.copyOf(this.model.saving.keySet());
        if (!waiting.isEmpty()) {
            this.simulation.answerStore(chance(4) ? one(waiting) : waiting.get(0), !chance(8));
        }
    }

    private long elapsed() {
        int dice = this.random.nextInt(100);
        if (dice < 60) {
            return this.random.nextInt(100);
        }
        if (dice < 90) {
            return this.random.nextInt(3000);
        }
        return dice < 98 ? this.random.nextInt(120_000) : this.random.nextLong(3 * HOUR);
    }

    private boolean chance(int oneIn) {
        return this.random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(this.random.nextInt(of.size()));
    }

    /** How likely, in percent, submissions, work and trouble are; the rest is questions, the store and the clock. */
    private enum Mood {
        SUBMITTING(50, 25, 3),
        WORKING(10, 70, 2),
        BALANCED(25, 50, 5),
        FALLING_APART(25, 35, 25),
        WAITING(10, 20, 5);

        private final int submissions;

        private final int work;

        private final int trouble;

        Mood(int submissions, int work, int trouble) {
            this.submissions = submissions;
            this.work = work;
            this.trouble = trouble;
        }
    }
}
