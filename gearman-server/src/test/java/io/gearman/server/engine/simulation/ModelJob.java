package io.gearman.server.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model knows of a job. */
final class ModelJob {

    final long number;

    final String handle;

    final ModelFunction function;

    final String unique;

    final String payload;

    final @Nullable String reducer;

    final int priority;

    final long runAt;

    State state = State.STORING;

    boolean background;

    boolean cancelled;

    boolean saving;

    boolean stored;

    int retries;

    /** One entry for each foreground submission. */
    final List<ModelConnection> clients = new ArrayList<>();

    /** The background submissions that wait for the store, oldest first. */
    final List<Pending> pending = new ArrayList<>();

    @Nullable
    ModelConnection worker;

    String numerator = "0";

    String denominator = "0";

    /** When the delay or the time of the worker is over; {@link Long#MAX_VALUE} for never. */
    long timer = Long.MAX_VALUE;

    /** Timers that are over at the same time come in the order in which they were set. */
    long timerOrder;

    ModelJob(
            long number,
            ModelFunction function,
            String unique,
            String payload,
            @Nullable String reducer,
            int priority,
            boolean background,
            long runAt) {
        this.number = number;
        this.handle = Scenario.PREFIX + ":" + number;
        this.function = function;
        this.unique = unique;
        this.payload = payload;
        this.reducer = reducer;
        this.priority = priority;
        this.background = background;
        this.runAt = runAt;
    }

    boolean isAbandoned() {
        return !this.background && this.clients.isEmpty();
    }

    /** Tells whether a submission of the same function is a submission of this job. */
    boolean coalescesWith(String unique, String payload) {
        if (this.cancelled || unique.isEmpty() || !unique.equals(this.unique)) {
            return false;
        }
        return !unique.equals("-") || (!payload.isEmpty() && payload.equals(this.payload));
    }

    void tellClients(ExpectedPacket packet) {
        this.clients.forEach(client -> client.expect(packet));
    }

    enum State {
        STORING,
        DELAYED,
        QUEUED,
        RUNNING,
        ENDED
    }

    record Pending(ModelConnection client, ModelReply reply) {}
}
