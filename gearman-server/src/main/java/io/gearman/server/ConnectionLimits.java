package io.gearman.server;

import java.time.Duration;

/**
 * What the peers of a job server may cost it, all of them together. The defaults let no peer take memory or time from the
 * others; gearmand has no such limits. What one packet may be is set by {@link io.gearman.protocol.ProtocolLimits}.
 *
 * @param maxConnections the most TCP connections at once. One more is told ERROR {@code TOO_MANY_CONNECTIONS} and closed.
 * @param packetTimeout how long a peer may take for the rest of a packet, or for 64 KiB more of it, before it is
 *     disconnected. Between packets it may be silent for ever.
 * @param maxFunctions the most functions at once. When that many are known, a new one takes the place of one without jobs,
 *     workers and limits; if there is none it is refused with ERROR {@code TOO_MANY_FUNCTIONS}.
 * @param maxFunctionName the longest name of a function, in bytes; a longer one is refused with ERROR
 *     {@code ARGUMENT_TOO_LARGE}
 * @param maxFunctionsPerConnection the most functions that one connection can do
 * @param maxQueue the most jobs of a function, running ones included, unless the text command {@code maxqueue} says
 *     otherwise; 0 for any number. One more is refused with ERROR {@code QUEUE_ERROR}, as with gearmand.
 * @param maxMemory how many bytes jobs and the buffers of connections may have together before new jobs are refused with
 *     ERROR {@code QUEUE_ERROR}; background jobs leave the last eighth to callers who wait. Half of it is for packets that have not arrived to their end, half for what peers do not
 *     read: beyond it, the slowest sender, and whom most waits for, are disconnected.
 */
public record ConnectionLimits(
        int maxConnections,
        Duration packetTimeout,
        int maxFunctions,
        int maxFunctionName,
        int maxFunctionsPerConnection,
        int maxQueue,
        long maxMemory) {

    /**
     * 16384 connections, 2 minutes for a packet, 16384 functions, names of 512 bytes (as in libgearman), 1024 functions a
     * connection, queues without limit, 60 % of the heap.
     */
    public static final ConnectionLimits DEFAULT = new ConnectionLimits(
            16_384,
            Duration.ofMinutes(2),
            16_384,
            512,
            1024,
            0,
            Runtime.getRuntime().maxMemory() / 5 * 3);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is not positive; {@code maxQueue} may be 0
     */
    public ConnectionLimits {
        positive("maxConnections", maxConnections);
        positive("packetTimeout", packetTimeout.toMillis());
        positive("maxFunctions", maxFunctions);
        positive("maxFunctionName", maxFunctionName);
        positive("maxFunctionsPerConnection", maxFunctionsPerConnection);
        positive("maxMemory", maxMemory);
        if (maxQueue < 0) {
            throw new IllegalArgumentException("maxQueue: " + maxQueue + " (expected: 0 or more)");
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    /**
     * Returns these limits with another number of connections.
     *
     * @param number the most TCP connections at once
     * @return the new limits
     */
    public ConnectionLimits withMaxConnections(int number) {
        return new ConnectionLimits(
                number,
                this.packetTimeout,
                this.maxFunctions,
                this.maxFunctionName,
                this.maxFunctionsPerConnection,
                this.maxQueue,
                this.maxMemory);
    }

    /**
     * Returns these limits with another time for a packet.
     *
     * @param timeout how long a peer may take for the rest of a packet, or for 64 KiB more of it
     * @return the new limits
     */
    public ConnectionLimits withPacketTimeout(Duration timeout) {
        return new ConnectionLimits(
                this.maxConnections,
                timeout,
                this.maxFunctions,
                this.maxFunctionName,
                this.maxFunctionsPerConnection,
                this.maxQueue,
                this.maxMemory);
    }

    /**
     * Returns these limits with others for functions.
     *
     * @param number the most functions at once
     * @param nameLength the longest name, in bytes
     * @param perConnection the most functions that one connection can do
     * @return the new limits
     */
    public ConnectionLimits withFunctions(int number, int nameLength, int perConnection) {
        return new ConnectionLimits(
                this.maxConnections,
                this.packetTimeout,
                number,
                nameLength,
                perConnection,
                this.maxQueue,
                this.maxMemory);
    }

    /**
     * Returns these limits with another length of queues.
     *
     * @param jobs the most jobs of a function; 0 for any number
     * @return the new limits
     */
    public ConnectionLimits withMaxQueue(int jobs) {
        return new ConnectionLimits(
                this.maxConnections,
                this.packetTimeout,
                this.maxFunctions,
                this.maxFunctionName,
                this.maxFunctionsPerConnection,
                jobs,
                this.maxMemory);
    }

    /**
     * Returns these limits with another amount of memory.
     *
     * @param bytes for jobs and buffers together
     * @return the new limits
     */
    public ConnectionLimits withMaxMemory(long bytes) {
        return new ConnectionLimits(
                this.maxConnections,
                this.packetTimeout,
                this.maxFunctions,
                this.maxFunctionName,
                this.maxFunctionsPerConnection,
                this.maxQueue,
                bytes);
    }
}
