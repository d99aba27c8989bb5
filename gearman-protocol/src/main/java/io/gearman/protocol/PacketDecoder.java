package io.gearman.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one connection into {@link Packet}s and {@link AdminCommand}s, in the order in which they came.
 *
 * <p>The first byte of each message tells which it is: NUL begins a binary packet, anything else a text line. Both may be
 * mixed and pipelined on one connection. Bytes that are neither raise one {@link ProtocolException}; whatever follows on
 * that connection is thrown away unread. Belongs to one channel and is used by its event loop only.
 */
public final class PacketDecoder extends ByteToMessageDecoder {

    private static final int HEADER_LENGTH = 12;

    private static final byte[][] NO_ARGUMENTS = {};

    private final ProtocolLimits limits;

    private final @Nullable ByteBufAllocator bodies;

    private State state = State.START;

    private PacketMagic magic = PacketMagic.REQUEST;

    private @Nullable PacketType type;

    private int bodyLength;

    private @Nullable LargeBody body;

    private int lineScanned;

    private long decodedMessages;

    /**
     * Creates a decoder for one connection.
     *
     * @param limits what the peer may make it keep in memory
     */
    public PacketDecoder(ProtocolLimits limits) {
        this(limits, null);
    }

    /**
     * Creates a decoder for one connection.
     *
     * @param limits what the peer may make it keep in memory
     * @param bodies where bodies from 16 KiB on have their buffers, for who keeps payloads for long; {@code null} stands for
     *     the allocator of the channel
     */
    public PacketDecoder(ProtocolLimits limits, @Nullable ByteBufAllocator bodies) {
        this.limits = limits;
        this.bodies = bodies;
        setCumulator(this::cumulate);
    }

    /**
     * Lets the socket of a channel be read straight into large bodies. Not for a channel with TLS, whose socket has other bytes
     * than its packets have.
     *
     * @param channel the channel to whose pipeline this belongs, and in which nothing changes the bytes before they come here
     */
    public void receiveInto(Channel channel) {
        channel.config()
                .setRecvByteBufAllocator(new BodyReceiver(this, channel.config().getRecvByteBufAllocator()));
    }

    /** Gives the place in a large body for the next bytes from the socket; {@code null} if there is no such body. */
    @Nullable
    ByteBuf room() {
        return this.body == null ? null : this.body.room();
    }

    /** Adds the bytes that have come to those that wait, or to the large body that has begun. */
    private ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf waiting, ByteBuf in) {
        LargeBody large = this.body;
        if (large != null && large.received(in)) {
            waiting.release();
            return in;
        }
        boolean begins = this.state == State.BODY && this.bodyLength >= LargeBody.LEAST && waiting.isReadable();
        if (large == null && !begins) {
            return MERGE_CUMULATOR.cumulate(allocator, waiting, in);
        }
        try {
            if (large == null) {
                this.body = new LargeBody(this.bodies == null ? allocator : this.bodies, this.bodyLength, waiting, in);
            } else {
                large.add(in);
            }
            waiting.release();
            return in.retain();
        } finally {
            in.release();
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        dropBody();
    }

    private void dropBody() {
        if (this.body != null) {
            this.body.release();
            this.body = null;
        }
    }

    /**
     * Returns how many packets and lines have arrived to their end. Lets a handler that comes behind see that some have, without
     * having each pass through it.
     *
     * @return the number since the connection began
     */
    public long decodedMessages() {
        return this.decodedMessages;
    }

    /**
     * Tells whether a packet or a line has begun and not ended.
     *
     * @return {@code false} between two messages
     */
    public boolean isWithinMessage() {
        return this.state != State.START && this.state != State.BROKEN;
    }

    /**
     * Returns how much memory a message has that has not arrived to its end.
     *
     * @return the number of bytes, those included that are only reserved
     */
    public int keptBytes() {
        return actualReadableBytes() + (this.body == null ? 0 : this.body.capacity());
    }

    /**
     * Returns how much has arrived of a message that has not arrived to its end.
     *
     * @return the number of bytes
     */
    public int arrivedBytes() {
        return actualReadableBytes() + (this.body == null ? 0 : this.body.arrived());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            while (step(in, out)) {
                // One call decodes all that has arrived: the caller would only come back for each message.
            }
        } catch (ProtocolException ex) {
            this.state = State.BROKEN;
            in.skipBytes(in.readableBytes());
            throw ex;
        }
    }

    private boolean step(ByteBuf in, List<Object> out) {
        return switch (this.state) {
            case START -> start(in);
            case HEADER -> header(in);
            case BODY -> body(in, out);
            case LINE -> line(in, out);
            case BROKEN -> discard(in);
        };
    }

    private boolean start(ByteBuf in) {
        if (!in.isReadable()) {
            return false;
        }
        this.state = in.getByte(in.readerIndex()) == 0 ? State.HEADER : State.LINE;
        return true;
    }

    private boolean header(ByteBuf in) {
        if (in.readableBytes() < HEADER_LENGTH) {
            return false;
        }
        this.magic = magic(in.readInt());
        int number = in.readInt();
        PacketType found = PacketType.ofNumber(number);
        if (found == null) {
            throw new ProtocolException(
                    "Packet type " + Integer.toUnsignedString(number) + " does not exist (expected: 1 to 42)");
        }
        long declared = in.readUnsignedInt();
        long most = found.hasPayload() ? this.limits.maxPacketSize() : longestWithoutPayload(found);
        if (declared > most) {
            throw new ProtocolException(
                    "The body of " + found + " is " + declared + " bytes long (expected: at most " + most + ")");
        }
        this.type = found;
        this.bodyLength = (int) declared;
        this.state = State.BODY;
        return true;
    }

    private static PacketMagic magic(int bits) {
        if (bits == PacketMagic.REQUEST.bits()) {
            return PacketMagic.REQUEST;
        }
        if (bits == PacketMagic.RESPONSE.bits()) {
            return PacketMagic.RESPONSE;
        }
        throw new ProtocolException(String.format("A packet begins with 0x%08x (expected: \\0REQ or \\0RES)", bits));
    }

    private long longestWithoutPayload(PacketType found) {
        long longest = Math.max(1L, found.arguments().size()) * (this.limits.maxArgumentSize() + 1L);
        return Math.min(longest, this.limits.maxPacketSize());
    }

    private boolean body(ByteBuf in, List<Object> out) {
        LargeBody large = this.body;
        int missing = large == null ? this.bodyLength : large.missing();
        if (in.readableBytes() < missing) {
            return false;
        }
        if (large == null) {
            packet(in, out);
        } else {
            try {
                packet(large.endedBy(in), out);
            } finally {
                dropBody();
            }
        }
        return true;
    }

    private void packet(ByteBuf in, List<Object> out) {
        PacketType type = Objects.requireNonNull(this.type, "A body comes behind a header");
        int end = in.readerIndex() + this.bodyLength;
        byte[][] arguments = arguments(type, in, end);
        int left = end - in.readerIndex();
        ByteBuf payload = Unpooled.EMPTY_BUFFER;
        if (type.hasPayload() && left > 0) {
            payload = in.readRetainedSlice(left);
        } else {
            in.skipBytes(left);
        }
        out.add(new Packet(this.magic, type, arguments, payload));
        this.decodedMessages++;
        this.type = null;
        this.state = State.START;
    }

    private byte[][] arguments(PacketType type, ByteBuf in, int end) {
        int count = type.arguments().size();
        if (count == 0) {
            return NO_ARGUMENTS;
        }
        byte[][] arguments = new byte[count][];
        int terminated = type.hasPayload() ? count : count - 1;
        for (int i = 0; i < terminated; i++) {
            int nul = in.indexOf(in.readerIndex(), end, (byte) 0);
            if (nul >= 0) {
                arguments[i] = argument(type, i, in, nul);
                in.skipBytes(1);
            } else if (mayBeAbsent(type, i)) {
                arguments[i] = ByteBufUtil.getBytes(Unpooled.EMPTY_BUFFER);
            } else if (mayEndTheBody(type)) {
                arguments[i] = argument(type, i, in, end);
            } else {
                throw new ProtocolException("The argument '" + type.arguments().get(i) + "' of " + type
                        + " is not ended by a NUL byte (expected arguments: " + type.arguments() + ")");
            }
        }
        if (terminated < count) {
            arguments[terminated] = argument(type, terminated, in, end);
        }
        return arguments;
    }

    /**
     * The published protocol text gives the reduce packets three arguments where gearmand reads four; clients written
     * from the text leave the last one out.
     */
    private static boolean mayBeAbsent(PacketType type, int index) {
        return index == 3 && (type == PacketType.SUBMIT_REDUCE_JOB || type == PacketType.SUBMIT_REDUCE_JOB_BACKGROUND);
    }

    /** The Perl worker reports an empty result, or empty data, as the bare handle without a NUL behind it. */
    private static boolean mayEndTheBody(PacketType type) {
        return type.direction() == PacketType.Direction.BOTH && type.hasPayload();
    }

    private byte[] argument(PacketType type, int index, ByteBuf in, int end) {
        int length = end - in.readerIndex();
        if (length > this.limits.maxArgumentSize()) {
            throw new ProtocolException("The argument '" + type.arguments().get(index) + "' of " + type + " is "
                    + length + " bytes long (expected: at most " + this.limits.maxArgumentSize() + ")");
        }
        byte[] argument = new byte[length];
        if (in.nioBufferCount() == 1) {
            // One view for all arguments that have come at once, where readBytes makes one for each.
            in.internalNioBuffer(in.readerIndex(), length).get(argument);
            in.skipBytes(length);
        } else {
            in.readBytes(argument);
        }
        return argument;
    }

    private boolean line(ByteBuf in, List<Object> out) {
        int from = in.readerIndex() + this.lineScanned;
        int newline = in.indexOf(from, in.writerIndex(), (byte) '\n');
        boolean complete = newline >= 0;
        int length = (complete ? newline : in.writerIndex()) - in.readerIndex();
        boolean mayEndInCr = !complete || (length > 0 && in.getByte(newline - 1) == '\r');
        if (length > this.limits.maxLineLength() + (mayEndInCr ? 1 : 0)) {
            throw new ProtocolException("A text line is longer than " + this.limits.maxLineLength() + " bytes");
        }
        if (!complete) {
            this.lineScanned = length;
            return false;
        }
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length + 1);
        out.add(AdminCommand.parse(text));
        this.decodedMessages++;
        this.lineScanned = 0;
        this.state = State.START;
        return true;
    }

    private static boolean discard(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return false;
    }

    private enum State {
        /** Between two messages. */
        START,
        /** A NUL came: the twelve bytes of a packet's header. */
        HEADER,
        /** The header is read: the body that it declared. */
        BODY,
        /** Some other byte came: a text line up to its LF. */
        LINE,
        /** The stream made no sense: nothing more is read from it. */
        BROKEN
    }
}
