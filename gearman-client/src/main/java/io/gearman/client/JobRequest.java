package io.gearman.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to submit: a function, its payload, and how. Immutable, but for the payload array, which is not copied. */
public final class JobRequest {

    /** The longest unique that servers accept, in bytes of UTF-8. */
    public static final int MAX_UNIQUE_LENGTH = 64;

    private static final byte[] EMPTY = {};

    private final String function;

    private final byte[] payload;

    private final @Nullable String unique;

    private final JobPriority priority;

    private final @Nullable Instant runAt;

    private final @Nullable Duration timeout;

    private final @Nullable JobListener listener;

    private final boolean idempotent;

    private JobRequest(Builder builder) {
        this.function = builder.function;
        this.payload = builder.payload;
        this.unique = builder.unique;
        this.priority = builder.priority;
        this.runAt = builder.runAt;
        this.timeout = builder.timeout;
        this.listener = builder.listener;
        this.idempotent = builder.idempotent;
    }

    /**
     * Makes a request of normal priority, with nothing else set.
     *
     * @param function the function, not empty, without NUL
     * @param payload the payload, any bytes; not copied, so not to be changed until the job is accepted
     * @return the request
     * @throws IllegalArgumentException if the function is empty or contains a NUL
     */
    public static JobRequest of(String function, byte[] payload) {
        return builder(function).payload(payload).build();
    }

    /**
     * Begins a request.
     *
     * @param function the function, not empty, without NUL
     * @return a builder with an empty payload, no unique and normal priority
     * @throws IllegalArgumentException if the function is empty or contains a NUL
     */
    public static Builder builder(String function) {
        return new Builder(function);
    }

    /**
     * Returns the function.
     *
     * @return the function
     */
    public String function() {
        return this.function;
    }

    /**
     * Returns the payload.
     *
     * @return the array itself, not a copy
     */
    public byte[] payload() {
        return this.payload;
    }

    /**
     * Returns the unique.
     *
     * @return the unique, or {@code null} if the job shall never be joined to another
     */
    public @Nullable String unique() {
        return this.unique;
    }

    /**
     * Returns the priority.
     *
     * @return the priority
     */
    public JobPriority priority() {
        return this.priority;
    }

    /**
     * Returns when the job is to run.
     *
     * @return the moment, or {@code null} for as soon as possible
     */
    public @Nullable Instant runAt() {
        return this.runAt;
    }

    /**
     * Returns how long to wait for the job.
     *
     * @return the time, or {@code null} for the client's own
     */
    public @Nullable Duration timeout() {
        return this.timeout;
    }

    /**
     * Returns who follows the job.
     *
     * @return the listener, or {@code null} if there is none
     */
    public @Nullable JobListener listener() {
        return this.listener;
    }

    /**
     * Tells whether the job may be run a second time.
     *
     * @return whether the client submits it again if its server is lost
     */
    public boolean idempotent() {
        return this.idempotent;
    }

    @Override
    public String toString() {
        return "job of function '" + this.function + "'"
                + (this.unique == null ? "" : " with unique '" + this.unique + "'");
    }

    /** Builds a {@link JobRequest}. Not safe for use by several threads. */
    public static final class Builder {

        private final String function;

        private byte[] payload = EMPTY;

        private @Nullable String unique;

        private JobPriority priority = JobPriority.NORMAL;

        private @Nullable Instant runAt;

        private @Nullable Duration timeout;

        private @Nullable JobListener listener;

        private boolean idempotent;

        private Builder(String function) {
            if (function.isEmpty() || function.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("function: '" + function + "' (expected: not empty, without NUL)");
            }
            this.function = function;
        }

        /**
         * Sets the payload; default: empty.
         *
         * @param bytes any bytes; not copied, so not to be changed until the job is accepted
         * @return this builder
         */
        public Builder payload(byte[] bytes) {
            this.payload = Objects.requireNonNull(bytes, "payload");
            return this;
        }

        /**
         * Sets the unique: of all jobs of a function with the same unique a server keeps one, which all their submitters share.
         *
         * @param text at most {@value JobRequest#MAX_UNIQUE_LENGTH} bytes of UTF-8 without NUL; {@code null} or empty: none
         * @return this builder
         * @throws IllegalArgumentException if the unique is too long or contains a NUL
         */
        public Builder unique(@Nullable String text) {
            if (text != null) {
                int length = text.getBytes(StandardCharsets.UTF_8).length;
                if (length > MAX_UNIQUE_LENGTH || text.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("unique: '" + text + "', " + length
                            + " bytes (expected: at most " + MAX_UNIQUE_LENGTH + " bytes of UTF-8, without NUL)");
                }
            }
            this.unique = text == null || text.isEmpty() ? null : text;
            return this;
        }

        /**
         * Sets the priority; default: normal.
         *
         * @param value the priority
         * @return this builder
         */
        public Builder priority(JobPriority value) {
            this.priority = Objects.requireNonNull(value, "priority");
            return this;
        }

        /**
         * Sets the moment before which the job must not run. Only background jobs of normal priority can wait; servers keep whole
         * seconds.
         *
         * @param moment when to run; {@code null}: as soon as possible
         * @return this builder
         */
        public Builder runAt(@Nullable Instant moment) {
            this.runAt = moment;
            return this;
        }

        /**
         * Sets how long to wait for the result of a foreground job; default: the client's own job timeout.
         *
         * @param duration more than zero; {@code null}: the default
         * @return this builder
         * @throws IllegalArgumentException if the time is zero or negative
         */
        public Builder timeout(@Nullable Duration duration) {
            if (duration != null && (duration.isZero() || duration.isNegative())) {
                throw new IllegalArgumentException("timeout: " + duration + " (expected: more than zero)");
            }
            this.timeout = duration;
            return this;
        }

        /**
         * Sets who follows the job; default: nobody.
         *
         * @param follower is told what the worker sends; {@code null}: nobody
         * @return this builder
         */
        public Builder listener(@Nullable JobListener follower) {
            this.listener = follower;
            return this;
        }

        /**
         * Sets whether running the job twice does no harm; default: {@code false}. When the server that had accepted a foreground
         * job is lost, such a job is submitted to another one instead of failing with {@link GearmanConnectionLostException}. A
         * job whose listener has been given partial data fails nevertheless, since it would be given the same data again.
         *
         * @param harmless whether the job may be run again
         * @return this builder
         */
        public Builder idempotent(boolean harmless) {
            this.idempotent = harmless;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return the request
         */
        public JobRequest build() {
            return new JobRequest(this);
        }
    }
}
