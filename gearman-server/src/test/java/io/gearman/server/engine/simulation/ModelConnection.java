package io.gearman.server.engine.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the model knows of a connection. */
final class ModelConnection {

    final String name;

    /** The name in the history, with a packet that the engine sent. */
    final String receiving;

    /** What it can do, the next to be looked at first. */
    final List<ModelFunction> round = new ArrayList<>();

    final Map<ModelFunction, Long> timeouts = new HashMap<>();

    /** The jobs it has, longest first. */
    final List<ModelJob> assigned = new ArrayList<>();

    /** Packets that have to come now. */
    final Deque<ExpectedPacket> due = new ArrayDeque<>();

    /** Packets that have to come later, because a reply before them waits for the store. */
    private final Deque<ModelReply> held = new ArrayDeque<>();

    boolean exceptions;

    boolean gone;

    boolean sleeping;

    /** The functions it may have been woken for, as bits; 0 if no wake-up is outstanding. */
    int wokenFor;

    /** Whether there was no doubt which function the wake-up was for. */
    boolean wokenForCertain;

    long wokenAt;

    ModelConnection(String name) {
        this.name = name;
        this.receiving = "  -> " + name;
    }

    void expect(ExpectedPacket packet) {
        if (this.gone) {
            return;
        }
        if (this.held.isEmpty()) {
            this.due.add(packet);
        } else {
            this.held.add(new ModelReply(packet));
        }
    }

    /** Keeps the place of a reply that only the store can give. */
    ModelReply open() {
        ModelReply reply = new ModelReply(null);
        this.held.add(reply);
        return reply;
    }

    void answer(ModelReply open, ExpectedPacket packet) {
        open.packet = packet;
        while (!this.held.isEmpty()) {
            ExpectedPacket first = this.held.element().packet;
            if (first == null) {
                return;
            }
            this.held.remove();
            if (!this.gone) {
                this.due.add(first);
            }
        }
    }

    /** The connection ended with the process. */
    void forget() {
        this.gone = true;
        this.due.clear();
        this.held.clear();
    }

    @Nullable
    ModelFunction ability(String function) {
        for (ModelFunction ability : this.round) {
            if (ability.name.equals(function)) {
                return ability;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return this.name;
    }
}
