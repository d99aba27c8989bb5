package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.server.store.Priority;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The SUBMIT_* packets: a new job, or one more client for a job that is there; or a {@link Refusal}. Engine's thread only.
 */
final class Submissions {

    /** The longest unique: what libgearman lets through; all of its bytes count. */
    private static final int MAX_UNIQUE = 64;

    /** From this size on, payloads that only memory keeps are outside the heap. */
    private static final int OUTSIDE_HEAP = 16 << 10;

    private final FunctionTable functions;

    private final JobTable jobs;

    private final Numbers numbers;

    private final JobLifecycle lifecycle;

    private final EngineOptions options;

    private final Memory memory;

    private final OutsideHeap outsideHeap;

    private final Observation observation;

    private long wallMillis;

    private Consumer<String> warnings = text -> {};

    private boolean refusing;

    Submissions(
            FunctionTable functions,
            JobTable jobs,
            Numbers numbers,
            JobLifecycle lifecycle,
            EngineOptions options,
            Memory memory,
            OutsideHeap outsideHeap,
            Observation observation) {
        this.functions = functions;
        this.jobs = jobs;
        this.numbers = numbers;
        this.lifecycle = lifecycle;
        this.options = options;
        this.memory = memory;
        this.outsideHeap = outsideHeap;
        this.observation = observation;
    }

    void advanceTo(long nowMillis, long wallMillis) {
        this.wallMillis = wallMillis;
        this.outsideHeap.advanceTo(nowMillis);
    }

    void setWarnings(Consumer<String> warnings) {
        this.warnings = warnings;
        this.outsideHeap.setWarnings(warnings);
    }

    /** From now on every submission is answered by an error. */
    void refuse() {
        this.refusing = true;
    }

    void submit(Connection client, Packet packet, Priority priority, boolean background) {
        submit(client, packet, priority, background, null, 0);
    }

    void submitReduce(Connection client, Packet packet, boolean background) {
        byte[] reducer = packet.argument(2);
        if (reducer.length > MAX_UNIQUE) {
            throw new Refusal("ARGUMENT_TOO_LARGE", "Reducer value too large");
        }
        // The worker submits to it with its own right, on the word of this client.
        if (reducer.length > 0 && !client.access.maySubmit(reducer)) {
            throw notAuthorized(client, packet.text(2));
        }
        submit(client, packet, Priority.NORMAL, background, reducer, 0);
    }

    void submitEpoch(Connection client, Packet packet) {
        submit(client, packet, Priority.NORMAL, true, null, epochMillis(packet.argument(2)));
    }

    void submitScheduled(Connection client, Packet packet) {
        long runAt;
        try {
            runAt = Schedule.of(
                            packet.argument(2),
                            packet.argument(3),
                            packet.argument(4),
                            packet.argument(5),
                            packet.argument(6))
                    .nextMillis(this.wallMillis, this.options.zone());
        } catch (IllegalArgumentException ex) {
            throw new Refusal("INVALID_ARGUMENT", String.valueOf(ex.getMessage()));
        }
        submit(client, packet, Priority.NORMAL, true, null, runAt);
    }

    private void submit(
            Connection client,
            Packet packet,
            Priority priority,
            boolean background,
            byte @Nullable [] reducer,
            long runAtMillis) {
        byte[] unique = packet.argument(1);
        if (this.refusing) {
            throw new Refusal("SHUTDOWN_GRACEFUL", "The job server is shutting down and takes no new jobs");
        }
        if (unique.length > MAX_UNIQUE) {
            throw new Refusal("ARGUMENT_TOO_LARGE", "Unique value too large");
        }
        if (!client.access.maySubmit(packet.argument(0))) {
            throw notAuthorized(client, packet.text(0));
        }
        Function function = this.functions.admit(packet.argument(0));
        if (!this.memory.isLeftFor(packet.payload().readableBytes(), background)) {
            throw refusal(function, "The job server's memory is full (" + this.memory + "); try again later");
        }
        ByteBuf received = packet.payload();
        boolean outside = received.readableBytes() >= OUTSIDE_HEAP
                && !JobTable.isByPayload(unique)
                && !this.lifecycle.isPayloadStored(background);
        byte[] payload = outside ? Job.NONE : copy(packet, function);
        int uniqueHash = this.jobs.hash(unique, payload);
        Job joined = this.jobs.find(function, unique, payload, uniqueHash);
        if (joined != null) {
            join(joined, client, background);
            return;
        }
        if (function.isFullFor(priority)) {
            throw refusal(function, "Job queue is full");
        }
        if (!this.numbers.isLeft()) {
            throw refusal(function, "The job store is away and gives no more job handles");
        }
        ByteBuf kept = outside ? this.outsideHeap.keep(received) : null;
        if (outside && kept == null) {
            payload = copy(packet, function);
        }
        function.counters.submitted++;
        Job job = new Job(this.numbers.take(), function, unique, payload, reducer, priority, background, runAtMillis);
        job.uniqueHash = uniqueHash;
        if (kept != null) {
            job.setPayload(kept);
        }
        this.observation.submitted(job);
        if (background) {
            this.lifecycle.acceptBackground(job, client);
        } else {
            this.lifecycle.acceptForeground(job, client);
        }
    }

    /** The JVM can be out of memory in spite of all that is counted. Nothing has changed by then, so one client is told. */
    private byte[] copy(Packet packet, Function function) {
        try {
            return packet.payloadBytes();
        } catch (OutOfMemoryError ex) {
            int size = packet.payload().readableBytes();
            this.warnings.accept(
                    "No memory for a payload of " + size + " bytes, which was refused: " + ex.getMessage());
            throw refusal(
                    function, "The job server has no memory for a payload of " + size + " bytes; try again later");
        }
    }

    private static Refusal notAuthorized(Connection client, String function) {
        return new Refusal("NOT_AUTHORIZED", client.access + " may not submit jobs of the function '" + function + "'");
    }

    private static Refusal refusal(Function function, String reason) {
        function.counters.refused++;
        return new Refusal("QUEUE_ERROR", reason);
    }

    private void join(Job job, Connection client, boolean background) {
        job.function.counters.coalesced++;
        if (background) {
            this.lifecycle.joinBackground(job, client);
        } else {
            this.lifecycle.subscribe(job, client);
        }
    }

    /** Reads seconds since 1970; what is no number, or past, means at once, as with gearmand; what is too large, never. */
    private static long epochMillis(byte[] seconds) {
        String text = new String(seconds, StandardCharsets.US_ASCII).trim();
        try {
            return Math.max(0, Math.multiplyExact(Long.parseLong(text), 1000L));
        } catch (ArithmeticException ex) {
            return text.startsWith("-") ? 0 : Long.MAX_VALUE;
        } catch (NumberFormatException ex) {
            boolean beyondAllNumbers = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return beyondAllNumbers ? Long.MAX_VALUE : 0;
        }
    }
}
