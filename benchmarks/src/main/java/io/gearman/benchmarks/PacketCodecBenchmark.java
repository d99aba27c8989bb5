package io.gearman.benchmarks;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Packets a second through the decoder and the encoder, in the batches in which a busy socket delivers them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketCodecBenchmark {

    private static final int BATCH = 64;

    private static final byte[] FUNCTION = "reverse".getBytes(StandardCharsets.UTF_8);

    private static final byte[] UNIQUE = "3f2504e0-4f89-11d3-9a0c-0305e82c3301".getBytes(StandardCharsets.UTF_8);

    /** Length of a job's payload, in bytes. */
    @Param({"0", "100", "10000", "65536"})
    private int payloadSize;

    private ByteBuf payload = Unpooled.EMPTY_BUFFER;

    private ByteBuf wire = Unpooled.EMPTY_BUFFER;

    private EmbeddedChannel decoding = new EmbeddedChannel();

    private EmbeddedChannel encoding = new EmbeddedChannel();

    @Setup
    public void open() {
        this.payload = PooledByteBufAllocator.DEFAULT.directBuffer().writeZero(this.payloadSize);
        this.wire = PooledByteBufAllocator.DEFAULT.directBuffer();
        for (int i = 0; i < BATCH; i++) {
            PacketEncoder.encode(submission(), this.wire);
        }
        this.decoding = new EmbeddedChannel(new PacketDecoder(ProtocolLimits.DEFAULT));
        this.encoding = new EmbeddedChannel(new PacketEncoder());
    }

    @TearDown
    public void close() {
        this.decoding.finishAndReleaseAll();
        this.encoding.finishAndReleaseAll();
        this.wire.release();
        this.payload.release();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decode() {
        this.decoding.writeInbound(this.wire.retainedDuplicate());
        releaseAll(this.decoding.inboundMessages());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void encode() {
        for (int i = 0; i < BATCH; i++) {
            this.encoding.write(submission().retain(), this.encoding.voidPromise());
        }
        this.encoding.flush();
        releaseAll(this.encoding.outboundMessages());
    }

    private Packet submission() {
        return Packet.request(PacketType.SUBMIT_JOB, this.payload.duplicate(), FUNCTION, UNIQUE);
    }

    private static void releaseAll(Queue<Object> messages) {
        for (Object message = messages.poll(); message != null; message = messages.poll()) {
            ReferenceCountUtil.release(message);
        }
    }
}
