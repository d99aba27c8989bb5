package io.gearman.server.engine.simulation;

import io.gearman.server.engine.simulation.DurableStore.Answer;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.RecoveredJob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lives of a server whose store is durable: how they end, and that the next one has what was promised. */
final class Lives {

    private final Simulation simulation;

    private final Model model;

    private final SimulatedDisk disk = new SimulatedDisk();

    private DurableStore store;

    Lives(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model;
        this.store = open(1);
    }

    private DurableStore open(int numbers) {
        NumberRange range = this.disk.reserve(numbers);
        this.model.numbers.reserved(range);
        return new DurableStore(this.disk, range, this.model.saving);
    }

    DurableStore store() {
        return this.store;
    }

    /** Tells the engine what the store has to tell, but no more than so much. */
    void answer(int count) {
        for (int i = 0; i < count; i++) {
            Answer answer = this.store.nextAnswer();
            if (answer == null) {
                return;
            }
            this.simulation.begin("store", answer);
            if (answer instanceof DurableStore.Saved saved) {
                this.model.saved(saved.job().number());
            } else if (answer instanceof DurableStore.Refused refused) {
                this.model.refused(refused.job().number(), SimulatedStore.REASON);
            } else if (answer instanceof DurableStore.Reserved reserved) {
                this.model.numbers.reserved(reserved.range());
            }
            this.store.giveAnswer();
            this.simulation.end();
        }
    }

    /** The process dies at once. */
    void crash(int written) {
        this.simulation.begin(
                "process", "is killed; " + written + " of " + this.store.unwritten() + " writes are done");
        this.store.die(written);
        this.simulation.forgetPeers();
        checkPromises();
    }

    /** The server is stopped, and its store does what is to be done, if it can. */
    void stop(boolean storeIsAway) {
        this.simulation.begin("process", storeIsAway ? "stops, with the store away" : "stops");
        this.simulation.engine.stop();
        this.simulation.peers.forEach(peer -> {
            peer.model.gone = true;
            this.simulation.engine.disconnected(peer.connection);
        });
        this.simulation.forgetPeers();
        this.simulation.engine.close();
        if (!storeIsAway) {
            this.store.die(this.store.unwritten());
            checkAllIsWritten();
        }
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
    void start(long now, int numbers) {
        this.disk.submitted.keySet().retainAll(this.disk.jobs.keySet());
        List<ModelJob> kept = new ArrayList<>();
        for (RecoveredJob job : this.disk.jobs.values()) {
            ModelJob submitted = this.disk.submitted.get(job.number());
            checkContent(submitted, job);
            submitted.retries = job.retries();
            kept.add(submitted);
        }
        this.simulation.begin("process", "starts with " + this.disk.jobs.keySet());
        this.model.restart(now, kept);
        this.store = open(numbers);
        this.simulation.boot(this.store);
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
        Simulation.expect(true, this.model.numbers.isLeft() || this.store.reservesNumbers());
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
