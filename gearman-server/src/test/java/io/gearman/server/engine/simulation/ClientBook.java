package io.gearman.server.engine.simulation;

import io.gearman.protocol.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a client may rely on, kept by the client alone: replies come in the order of the submissions, a job speaks only
 * after its JOB_CREATED, and each foreground submission gets one last word.
 */
final class ClientBook {

    private static final Set<String> REFUSALS = Set.of("QUEUE_ERROR", "ARGUMENT_TOO_LARGE", "SHUTDOWN_GRACEFUL");

    private final Set<String> promised;

    /** For each submission without reply, whether it is a foreground submission. */
    private final Deque<Boolean> unanswered = new ArrayDeque<>();

    /** The foreground submissions of each job that have not had the last word. */
    private final Map<String, Integer> open = new HashMap<>();

    /**
     * Creates the book of one client.
     *
     * @param promised gets the handles of the jobs that the server promised to do, as a background submission was accepted
     */
    ClientBook(Set<String> promised) {
        this.promised = promised;
    }

    void submitted(boolean foreground) {
        this.unanswered.add(foreground);
    }

    void received(Packet packet) {
        switch (packet.type()) {
            case JOB_CREATED -> created(handle(packet));
            case ERROR -> refused(handle(packet));
            case WORK_DATA, WORK_WARNING, WORK_STATUS -> require(this.open.containsKey(handle(packet)), packet);
            case WORK_COMPLETE, WORK_FAIL, WORK_EXCEPTION -> {
                require(this.open.containsKey(handle(packet)), packet);
                this.open.computeIfPresent(handle(packet), (handle, count) -> count == 1 ? null : count - 1);
            }
            default -> {
                // Not about a submission.
            }
        }
    }

    private void created(String handle) {
        if (this.unanswered.isEmpty()) {
            throw new AssertionError("JOB_CREATED without submission: " + handle);
        }
        if (this.unanswered.remove()) {
            this.open.merge(handle, 1, Integer::sum);
        } else {
            this.promised.add(handle);
        }
    }

    private void refused(String code) {
        if (REFUSALS.contains(code)) {
            this.unanswered.remove();
        }
    }

    private static void require(boolean condition, Packet packet) {
        if (!condition) {
            throw new AssertionError("No foreground submission of this client waits for " + packet);
        }
    }

    private static String handle(Packet packet) {
        return new String(packet.argument(0), StandardCharsets.ISO_8859_1);
    }

    boolean isSettled() {
        return this.unanswered.isEmpty() && this.open.isEmpty();
    }

    @Override
    public String toString() {
        return "submissions without reply: " + this.unanswered.size() + ", without last word: " + this.open;
    }
}
