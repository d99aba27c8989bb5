package io.gearman.server.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What a connection has sent, in its order. Each turn it has so much time; what is left then waits for the next turn, and the
 * connection is not read meanwhile. So nobody waits long for another, whatever that one sends. Engine's thread only.
 */
final class Inbox {

    private static final long TURN_NANOS = 250_000;

    /** Reading the clock costs as much as a small packet. */
    private static final int CLOCK_INTERVAL = 8;

    private final EngineLoop engineLoop;

    private final Reading reading;

    private final Consumer<Object> receiver;

    private final Queue<Object> waiting = new ArrayDeque<>();

    private long turn = -1;

    private long beginNanos;

    private int handled;

    Inbox(EngineLoop engineLoop, Reading reading, Consumer<Object> receiver) {
        this.engineLoop = engineLoop;
        this.reading = reading;
        this.receiver = receiver;
    }

    /** Handles a message, now or after those that wait. */
    void add(Object message) {
        if (this.waiting.isEmpty() && isTimeLeft()) {
            this.receiver.accept(message);
        } else {
            enqueue(message);
        }
    }

    /** Runs a task when all that came before it is handled. */
    void run(Runnable task) {
        if (this.waiting.isEmpty()) {
            this.engineLoop.run(task);
        } else {
            this.waiting.add(task);
        }
    }

    private void enqueue(Object message) {
        if (this.waiting.isEmpty()) {
            this.reading.busy(true);
            this.engineLoop.goOnLater(this);
        }
        this.waiting.add(message);
    }

    /** Handles what waits, and returns whether something is left. */
    boolean goOn() {
        while (!this.waiting.isEmpty() && isTimeLeft()) {
            Object next = this.waiting.remove();
            if (next instanceof Runnable task) {
                task.run();
            } else {
                this.receiver.accept(next);
            }
        }
        if (this.waiting.isEmpty()) {
            this.reading.busy(false);
            return false;
        }
        return true;
    }

    private boolean isTimeLeft() {
        this.engineLoop.beginTurn();
        if (this.turn != this.engineLoop.turn()) {
            this.turn = this.engineLoop.turn();
            this.handled = 0;
            this.beginNanos = System.nanoTime();
            return true;
        }
        this.handled++;
        return this.handled % CLOCK_INTERVAL != 0 || System.nanoTime() - this.beginNanos < TURN_NANOS;
    }
}
