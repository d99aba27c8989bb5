package io.gearman.test;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GearmanTestServer} has seen of one job up to a moment. Immutable but for its arrays, which are nobody's to change.
 *
 * @param handle handle of the job
 * @param function name of the function
 * @param unique the unique, empty if there is none
 * @param payload the payload as it was sent
 * @param background whether nobody waits for the result
 * @param delayed whether it was submitted to run at a later time
 * @param state how far it has come
 * @param result what its worker has sent at its end, {@code null} unless it is completed
 * @param failure why it failed: the text of the worker's exception, or a few words; {@code null} unless it is failed
 */
public record RecordedJob(
        String handle,
        String function,
        String unique,
        byte[] payload,
        boolean background,
        boolean delayed,
        State state,
        byte @Nullable [] result,
        @Nullable String failure) {

    /** How far a job has come. */
    public enum State {
        /** It is queued or runs. */
        SUBMITTED,

        /** A worker has completed it. */
        COMPLETED,

        /** It ended without a result. */
        FAILED
    }

    /**
     * Returns the payload as text.
     *
     * @return the payload, read as UTF-8
     */
    public String payloadText() {
        return new String(this.payload, StandardCharsets.UTF_8);
    }

    /**
     * Returns the result as text.
     *
     * @return the result, read as UTF-8; empty if there is none
     */
    public String resultText() {
        return this.result == null ? "" : new String(this.result, StandardCharsets.UTF_8);
    }

    RecordedJob completed(byte[] result) {
        return ended(State.COMPLETED, result, null);
    }

    RecordedJob failed(String reason) {
        return ended(State.FAILED, null, reason);
    }

    private RecordedJob ended(State state, byte @Nullable [] result, @Nullable String failure) {
        return new RecordedJob(
                this.handle,
                this.function,
                this.unique,
                this.payload,
                this.background,
                this.delayed,
                state,
                result,
                failure);
    }

    @Override
    public String toString() {
        String outcome = this.failure == null ? "" : " (" + this.failure + ")";
        return this.function + " " + this.handle + " " + this.state + outcome;
    }
}
