package io.gearman.server.engine.simulation;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.engine.JobEngine;
import io.gearman.server.engine.simulation.Scenario.StoreKind;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.memory.MemoryJobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run: engine and model side by side. Each method does one thing to the engine, after the model was told, and then
 * compares.
 */
final class Simulation {

    private static final int SAMPLE = 32;

    final Scenario scenario;

    final Model model;

    final ModelPackets packets;

    final WakeUpRules wakeUps;

    final SimulatedStore store = new SimulatedStore();

    /** There is more than one life only if the store is durable. */
    final @Nullable Lives lives;

    JobEngine engine;

    /** How far the clock that nobody sets is behind the one on the wall. */
    long clockOffset;

    final History history = new History();

    final List<SimulatedPeer> peers = new ArrayList<>();

    /** The handles of the background jobs that clients were told of. */
    final Set<String> promised = new HashSet<>();

    /** Packets whose payload waits behind a reply that waits for the store. */
    private final List<Packet> unreleased = new ArrayList<>();

    private final Truth truth;

    private int connectionCount;

    long step;

    Simulation(Scenario scenario) {
        this.scenario = scenario;
        this.model = new Model(scenario.jobRetries(), 1_700_000_000_000L);
        this.packets = new ModelPackets(this.model);
        this.wakeUps = new WakeUpRules(this.model, scenario.wakesAutomatically());
        this.truth = new Truth(this);
        this.lives = scenario.store().isDurable() ? new Lives(this) : null;
        if (this.lives != null) {
            this.engine = boot(this.lives.store(), this.lives::later);
        } else {
            this.model.numbers.reserved(NumberRange.ALL);
            this.engine = boot(scenario.store() == StoreKind.MEMORY ? new MemoryJobStore() : this.store, Runnable::run);
        }
    }

    /** Begins a life. */
    JobEngine boot(JobStore store, JobStore.EngineThread engineThread) {
        this.engine = new JobEngine(this.scenario.engineOptions(), store);
        this.engine.advanceTo(this.model.now - this.clockOffset, this.model.now);
        this.engine.open(engineThread);
        return this.engine;
    }

    /** Ends all connections with the process. */
    void forgetPeers() {
        this.peers.clear();
        this.unreleased.clear();
    }

    /** Begins a graceful shutdown: what a durable store has is left for the next life. */
    void shutDown() {
        begin("operator", "shuts down");
        this.model.shuttingDown = true;
        this.model.handingOut = this.lives == null;
        this.engine.shutDown();
        end();
    }

    SimulatedPeer connect() {
        ModelConnection connection = new ModelConnection("c" + ++this.connectionCount);
        begin(connection, "connects");
        this.model.connections.add(connection);
        SimulatedPeer peer = new SimulatedPeer(this, connection);
        this.peers.add(peer);
        end();
        return peer;
    }

    void disconnect(SimulatedPeer peer) {
        begin(peer.model, "disconnects");
        this.model.disconnected(peer.model);
        this.peers.remove(peer);
        this.engine.disconnected(peer.connection);
        end();
    }

    /** Sends a packet to the engine. The model has been told. */
    void request(SimulatedPeer peer, PacketType type, String payload, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteBuf buffer = payload.isEmpty()
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(payload.getBytes(StandardCharsets.ISO_8859_1));
        receive(peer, Packet.request(type, buffer, bytes));
    }

    void receive(SimulatedPeer peer, Packet packet) {
        begin(peer.model, packet);
        this.engine.received(peer.connection, packet);
        boolean empty = !packet.payload().isReadable();
        packet.release();
        if (!empty && packet.refCnt() != 0) {
            this.unreleased.add(packet);
        }
        end();
    }

    void advanceTo(long now) {
        begin("clock", "+" + (now - this.model.now) + " ms");
        this.model.advanceTo(now);
        this.engine.advanceTo(now - this.clockOffset, now);
        end();
    }

    void storeAnswers(SimulatedStore.Answer answer) {
        this.model.storeAnswer = answer;
        this.store.answer = answer;
    }

    void answerStore(long number, boolean saved) {
        begin("store", (saved ? "keeps " : "refuses ") + number);
        if (saved) {
            this.model.saved(number);
        } else {
            this.model.refused(number, SimulatedStore.REASON);
        }
        this.store.answer(number, saved);
        end();
    }

    void cancel(String handle) {
        begin("operator", "cancel job " + handle);
        ModelJob job = this.model.jobs.get(handle);
        boolean known = job != null && !job.cancelled;
        if (known) {
            this.model.cancel(job);
        }
        expect(known, this.engine.administration().cancel(handle));
        end();
    }

    void createFunction(String name) {
        begin("operator", "create function " + name);
        this.model.function(name);
        this.engine.administration().createFunction(name);
        end();
    }

    void dropFunction(String name) {
        begin("operator", "drop function " + name);
        ModelFunction function = this.model.functions.get(name);
        String expected = function == null ? "NOT_FOUND" : this.model.drop(function) ? "DROPPED" : "IN_USE";
        expect(expected, this.engine.administration().dropFunction(name).name());
        end();
    }

    void maxQueue(String name, int high, int normal, int low) {
        begin("operator", "maxqueue " + name + " " + high + " " + normal + " " + low);
        ModelFunction function = this.model.functions.get(name);
        if (function != null) {
            function.maxQueue[0] = high;
            function.maxQueue[1] = normal;
            function.maxQueue[2] = low;
        }
        this.engine.administration().setMaxQueue(name, high, normal, low);
        end();
    }

    void begin(Object who, Object what) {
        this.step++;
        this.history.add(this.step, who, what);
    }

    void end() {
        for (SimulatedPeer peer : this.peers) {
            if (!peer.model.due.isEmpty()) {
                throw new AssertionError("Not sent to " + peer.model + ": " + peer.model.due);
            }
        }
        this.wakeUps.check();
        this.truth.checkTimer();
        if (this.step % SAMPLE == 0) {
            compareAll();
        }
    }

    static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("Expected: " + expected + ", but: " + actual);
        }
    }

    void compareAll() {
        this.truth.check();
        this.promised.removeIf(handle -> {
            ModelJob job = this.model.jobs.get(handle);
            return job == null || job.cancelled;
        });
        if (this.lives != null) {
            this.lives.checkPromises();
            this.lives.checkNumbers();
        }
        this.unreleased.removeIf(packet -> packet.refCnt() == 0);
        if (this.model.saving.isEmpty()) {
            expect(List.of(), this.unreleased);
        }
    }
}
