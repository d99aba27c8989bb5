package io.gearman.protocol;

/** The first four bytes of a binary packet: who speaks. */
public enum PacketMagic {
    /** {@code \0REQ}: sent to the job server by a client or a worker. */
    REQUEST(0x00524551),

    /** {@code \0RES}: sent by the job server. */
    RESPONSE(0x00524553);

    private final int bits;

    PacketMagic(int bits) {
        this.bits = bits;
    }

    /**
     * Returns the four bytes as one big-endian number.
     *
     * @return the bits as they stand on the wire
     */
    public int bits() {
        return this.bits;
    }
}
