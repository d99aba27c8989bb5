package io.gearman.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCounted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One binary packet: magic, type, arguments, payload.
 *
 * <p>The payload is a view of the buffer that the packet came in, never a copy, so a packet is reference-counted with its
 * payload: whoever takes a packet from the decoder releases it. Arguments are small and are copied out, so they outlive
 * the packet. Not safe for use by several threads at once; may be handed from one thread to another.
 */
public final class Packet implements ReferenceCounted {

    private static final byte[][] NO_ARGUMENTS = {};

    private final PacketMagic magic;

    private final PacketType type;

    private final byte[][] arguments;

    private final ByteBuf payload;

    Packet(PacketMagic magic, PacketType type, byte[][] arguments, ByteBuf payload) {
        this.magic = magic;
        this.type = type;
        this.arguments = arguments;
        this.payload = payload;
    }

    /**
     * Makes a packet to send to a job server.
     *
     * @param type the type, which gives the number and meaning of the arguments
     * @param arguments one array for each of {@link PacketType#arguments()}; kept, not copied
     * @return the packet, with an empty payload
     * @throws IllegalArgumentException if the arguments do not fit the type
     */
    public static Packet request(PacketType type, byte[]... arguments) {
        return request(type, Unpooled.EMPTY_BUFFER, arguments);
    }

    /**
     * Makes a packet with a payload to send to a job server.
     *
     * @param type the type, which gives the number and meaning of the arguments
     * @param payload the payload, whose reference passes to the packet; it stays with the caller if this throws
     * @param arguments one array for each of {@link PacketType#arguments()}; kept, not copied
     * @return the packet
     * @throws IllegalArgumentException if the arguments or the payload do not fit the type
     */
    public static Packet request(PacketType type, ByteBuf payload, byte[]... arguments) {
        return new Packet(PacketMagic.REQUEST, type, checked(type, arguments, payload), payload);
    }

    /**
     * Makes a packet that a job server sends.
     *
     * @param type the type, which gives the number and meaning of the arguments
     * @param arguments one array for each of {@link PacketType#arguments()}; kept, not copied
     * @return the packet, with an empty payload
     * @throws IllegalArgumentException if the arguments do not fit the type
     */
    public static Packet response(PacketType type, byte[]... arguments) {
        return response(type, Unpooled.EMPTY_BUFFER, arguments);
    }

    /**
     * Makes a packet with a payload that a job server sends.
     *
     * @param type the type, which gives the number and meaning of the arguments
     * @param payload the payload, whose reference passes to the packet; it stays with the caller if this throws
     * @param arguments one array for each of {@link PacketType#arguments()}; kept, not copied
     * @return the packet
     * @throws IllegalArgumentException if the arguments or the payload do not fit the type
     */
    public static Packet response(PacketType type, ByteBuf payload, byte[]... arguments) {
        return new Packet(PacketMagic.RESPONSE, type, checked(type, arguments, payload), payload);
    }

    private static byte[][] checked(PacketType type, byte[][] arguments, ByteBuf payload) {
        if (arguments.length != type.arguments().size()) {
            throw new IllegalArgumentException(
                    type + " takes the arguments " + type.arguments() + ", not " + arguments.length + " of them");
        }
        if (!type.hasPayload() && payload.isReadable()) {
            throw new IllegalArgumentException(type + " has no payload");
        }
        int terminated = type.hasPayload() ? arguments.length : arguments.length - 1;
        for (int i = 0; i < terminated; i++) {
            for (byte b : arguments[i]) {
                if (b == 0) {
                    throw new IllegalArgumentException("The argument '"
                            + type.arguments().get(i) + "' of " + type
                            + " contains a NUL byte, which would end it on the wire");
                }
            }
        }
        return arguments.length == 0 ? NO_ARGUMENTS : arguments;
    }

    /**
     * Returns the magic.
     *
     * @return whether this is a request or a response
     */
    public PacketMagic magic() {
        return this.magic;
    }

    /**
     * Returns the type.
     *
     * @return the type
     */
    public PacketType type() {
        return this.type;
    }

    /**
     * Returns an argument by its place.
     *
     * @param index the place in {@link PacketType#arguments()}, from 0
     * @return the bytes without the NUL that ends them; shared, so not to be changed
     */
    public byte[] argument(int index) {
        return this.arguments[index];
    }

    /**
     * Returns an argument as text.
     *
     * @param index the place in {@link PacketType#arguments()}, from 0
     * @return the bytes read as UTF-8
     */
    public String text(int index) {
        return new String(this.arguments[index], StandardCharsets.UTF_8);
    }

    /**
     * Returns the payload without copying it.
     *
     * @return a buffer that lives as long as this packet; empty if the type has no payload
     */
    public ByteBuf payload() {
        return this.payload;
    }

    /**
     * Copies the payload out of the network buffer.
     *
     * @return a new array of exactly the payload's length
     */
    public byte[] payloadBytes() {
        return ByteBufUtil.getBytes(this.payload);
    }

    int bodyLength() {
        int length = this.payload.readableBytes();
        for (byte[] argument : this.arguments) {
            length += argument.length + 1;
        }
        // The last argument of a type without payload is ended by the length, not by a NUL.
        return this.type.hasPayload() || this.arguments.length == 0 ? length : length - 1;
    }

    byte[][] arguments() {
        return this.arguments;
    }

    @Override
    public int refCnt() {
        return this.payload.refCnt();
    }

    @Override
    public Packet retain() {
        this.payload.retain();
        return this;
    }

    @Override
    public Packet retain(int increment) {
        this.payload.retain(increment);
        return this;
    }

    @Override
    public Packet touch() {
        this.payload.touch();
        return this;
    }

    @Override
    public Packet touch(Object hint) {
        this.payload.touch(hint);
        return this;
    }

    @Override
    public boolean release() {
        return this.payload.release();
    }

    @Override
    public boolean release(int decrement) {
        return this.payload.release(decrement);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(this.type.name())
                .append(Arrays.toString(Arrays.stream(this.arguments)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .toArray()));
        if (this.type.hasPayload() && this.payload.refCnt() > 0) {
            text.append(" + ").append(this.payload.readableBytes()).append(" bytes");
        }
        return text.toString();
    }
}
