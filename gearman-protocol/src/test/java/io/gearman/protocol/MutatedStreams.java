package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a decoder with streams of mutated frames, cut at random, and compares what comes out with the {@link ModelParser}.
 * Everything depends on the seed alone.
 */
final class MutatedStreams {

    private static final ProtocolLimits LIMITS = new ProtocolLimits(200, 16, 24);

    private final long seed;

    private final SplittableRandom random;

    private final FrameMutator mutator;

    /** One arena, no caches: so its counters tell exactly what is not freed. */
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true, 1, 1, 8192, 3, 0, 0, false);

    private EmbeddedChannel channel = open();

    MutatedStreams(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.mutator = new FrameMutator(this.random);
    }

    /** Feeds frames until the decoder has looked at so many of them; those behind an error do not count. */
    void run(int frames) {
        int seen = 0;
        while (seen < frames) {
            List<byte[]> parts = new ArrayList<>();
            int count = this.random.nextInt(1, 5);
            for (int i = 0; i < count; i++) {
                parts.add(this.mutator.next());
            }
            byte[] stream = RawFrame.join(parts.toArray(byte[][]::new));
            ModelParser model = ModelParser.parse(LIMITS, stream);
            check(stream, model);
            seen += looked(parts, model);
        }
        this.channel.finishAndReleaseAll();
        assertThat(active()).as("buffers not freed after seed %d", this.seed).isZero();
    }

    private static int looked(List<byte[]> parts, ModelParser model) {
        if (!model.broken()) {
            return parts.size();
        }
        int count = 0;
        int from = 0;
        while (count < parts.size() && from <= model.consumed()) {
            from += parts.get(count).length;
            count++;
        }
        return count;
    }

    private void check(byte[] stream, ModelParser model) {
        Throwable thrown = feed(stream);
        List<Decoded> messages = new ArrayList<>();
        Object message;
        while ((message = this.channel.readInbound()) != null) {
            messages.add(Decoded.of(message));
            ReferenceCountUtil.release(message);
        }
        boolean asExpected = model.broken() ? thrown instanceof ProtocolException : thrown == null;
        if (!asExpected || !messages.equals(model.messages())) {
            String expected = model.messages() + (model.broken() ? ", then a ProtocolException" : "");
            throw new AssertionError(
                    "The stream " + HexFormat.of().formatHex(stream) + "\ngave     " + messages + ", then " + thrown
                            + "\nexpected " + expected,
                    thrown);
        }
        nextDecoder();
    }

    private @Nullable Throwable feed(byte[] stream) {
        Throwable thrown = null;
        int from = 0;
        int longest = this.random.nextInt(32) == 0 ? 1 : stream.length;
        while (from < stream.length) {
            int length = Math.min(this.random.nextInt(longest) + 1, stream.length - from);
            ByteBuf piece =
                    this.random.nextBoolean() ? this.allocator.directBuffer(length) : this.allocator.heapBuffer(length);
            piece.writeBytes(stream, from, length);
            from += length;
            try {
                this.channel.writeInbound(piece);
            } catch (Throwable ex) {
                if (thrown != null) {
                    throw new AssertionError("A second error on one connection", ex);
                }
                thrown = ex;
            }
        }
        return thrown;
    }

    /** Mostly a new decoder on the old channel, which passes on what the old one had kept; now and then a real close. */
    private void nextDecoder() {
        if (this.random.nextInt(64) == 0) {
            this.channel.finishAndReleaseAll();
            this.channel = open();
        } else {
            this.channel.pipeline().removeFirst();
            this.channel.releaseInbound();
            this.channel.pipeline().addFirst(new PacketDecoder(LIMITS));
        }
    }

    private EmbeddedChannel open() {
        EmbeddedChannel opened = new EmbeddedChannel();
        opened.config().setAllocator(this.allocator);
        opened.pipeline().addFirst(new PacketDecoder(LIMITS));
        return opened;
    }

    private long active() {
        return this.allocator.metric().directArenas().get(0).numActiveAllocations()
                + this.allocator.metric().heapArenas().get(0).numActiveAllocations();
    }
}
