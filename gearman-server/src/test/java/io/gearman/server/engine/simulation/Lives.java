package io.gearman.server.engine.simulation;

import io.gearman.server.engine.simulation.Scenario.StoreKind;
import io.gearman.server.store.RecoveredJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The lives of a server whose store is durable: how they end, and that the next one has what was promised. */
final class Lives {

    private final Simulation simulation;

    private final Model model;

    private final SimulatedDisk disk;

    /** What the engine is told by and by. */
    private final Queue<Runnable> answers = new ArrayDeque<>();

    private Life life;

    private WatchedStore store;

    Lives(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model;
        this.disk = new SimulatedDisk(new SplittableRandom(simulation.scenario.seed()));
        this.life = newLife();
        this.store = new WatchedStore(simulation, this.disk, this.life.store());
    }

    private Life newLife() {
        return this.simulation.scenario.store() == StoreKind.BATCHED
                ? new SimulatedDatabase(this.disk)
                : new DurableStore(this.disk);
    }

    Life life() {
        return this.life;
    }

    WatchedStore store() {
        return this.store;
    }

    /** Runs something on the engine's thread, later. */
    void later(Runnable answer) {
        this.answers.add(answer);
    }

    /** Tells the engine what the store has to tell, but no more than so much. */
    void answer(int most) {
        for (int i = 0; i < most && !this.answers.isEmpty(); i++) {
            this.simulation.begin("store", "answers");
            this.answers.remove().run();
            this.simulation.end();
        }
    }

    /** The process dies at once. */
    void crash(SplittableRandom random) {
        this.simulation.begin("process", "is killed");
        this.life.die(random);
        end();
    }

    /** The server is stopped, and its store does what is to be done, if it can. */
    void stop(SplittableRandom random) {
        this.simulation.begin("process", "stops");
        this.simulation.engine.stop();
        this.simulation.peers.forEach(peer -> {
            peer.model.gone = true;
            this.simulation.engine.disconnected(peer.connection);
        });
        this.simulation.engine.close();
        if (this.life.end(random)) {
            checkAllIsWritten();
        }
        end();
    }

    private void end() {
        this.simulation.forgetPeers();
        this.answers.clear();
        checkPromises();
    }

    private void checkAllIsWritten() {
        Set<Long> unanswered = new HashSet<>(this.disk.jobs.keySet());
        unanswered.retainAll(this.model.saving.keySet());
        Set<Long> expected = new HashSet<>(unanswered);
        for (ModelJob job : this.model.jobs.values()) {
            if (job.stored) {
                expected.add(job.number);
                RecoveredJob kept = this.disk.jobs.get(job.number);
                Simulation.expect(job.retries, kept == null ? "no job " + job.number : kept.retries());
            }
        }
        Simulation.expect(expected, this.disk.jobs.keySet());
    }

    /** The server starts on what is on the disk. */
    void start(long now) {
        this.disk.submitted.keySet().retainAll(this.disk.jobs.keySet());
        List<ModelJob> kept = new ArrayList<>();
        for (RecoveredJob job : this.disk.jobs.values()) {
            ModelJob submitted = Objects.requireNonNull(this.disk.submitted.get(job.number()));
            checkContent(submitted, job);
            submitted.retries = job.retries();
            kept.add(submitted);
        }
        this.simulation.begin("process", "starts with " + this.disk.jobs.keySet());
        this.model.restart(now, kept);
        this.life = newLife();
        this.store = new WatchedStore(this.simulation, this.disk, this.life.store());
        this.simulation.boot(this.store, this::later);
        this.simulation.end();
        this.simulation.compareAll();
    }

    private static void checkContent(ModelJob submitted, RecoveredJob kept) {
        Simulation.expect(submitted.function.name, text(kept.functionName()));
        Simulation.expect(submitted.unique, text(kept.unique()));
        Simulation.expect(submitted.payload, text(kept.payload()));
        Simulation.expect(String.valueOf(submitted.reducer), String.valueOf(text(kept.reducer())));
        Simulation.expect(submitted.priority, kept.priority().ordinal());
        Simulation.expect(submitted.runAt, kept.runAtMillis());
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** An engine without numbers has asked for some. */
    void checkNumbers() {
        Simulation.expect(true, this.model.numbers.isLeft() || this.store.isReserving());
    }

    /** A background job that a client was told of, and that has not ended, is on the disk. */
    void checkPromises() {
        for (String handle : this.simulation.promised) {
            ModelJob job = this.model.jobs.get(handle);
            if (job != null && !job.cancelled && !this.disk.jobs.containsKey(job.number)) {
                throw new AssertionError("The job " + handle + " was accepted and is lost");
            }
        }
    }
}
