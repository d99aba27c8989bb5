package io.gearman.protocol;

/**
 * What a peer may make the decoder keep in memory.
 *
 * @param maxPacketSize the longest body of a packet, in bytes. A longer declared length ends the connection before any
 *     of it is kept. The limit is not allocated ahead: memory grows with the bytes that have arrived.
 * @param maxArgumentSize the longest an argument may be, in bytes, be it a function, a unique or a handle. gearmand
 *     wants all arguments of a packet in its receive buffer of 8192 bytes.
 * @param maxLineLength the longest line of a text command, in bytes, without the line end
 */
public record ProtocolLimits(int maxPacketSize, int maxArgumentSize, int maxLineLength) {

    /** 256 MiB a packet, 8192 bytes an argument, 8192 bytes a line. */
    public static final ProtocolLimits DEFAULT = new ProtocolLimits(256 << 20, 8192, 8192);

    /** What a buffer can hold together with the packets that arrive behind it. */
    private static final int LARGEST_PACKET = 1 << 30;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is not positive or the packet size is over 1 GiB
     */
    public ProtocolLimits {
        positive("maxPacketSize", maxPacketSize);
        if (maxPacketSize > LARGEST_PACKET) {
            throw new IllegalArgumentException(
                    "maxPacketSize: " + maxPacketSize + " (expected: at most " + LARGEST_PACKET + ")");
        }
        positive("maxArgumentSize", maxArgumentSize);
        positive("maxLineLength", maxLineLength);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    /**
     * Returns these limits with another packet size.
     *
     * @param maxPacketSize the longest body of a packet, in bytes
     * @return the new limits
     */
    public ProtocolLimits withMaxPacketSize(int maxPacketSize) {
        return new ProtocolLimits(maxPacketSize, this.maxArgumentSize, this.maxLineLength);
    }
}
