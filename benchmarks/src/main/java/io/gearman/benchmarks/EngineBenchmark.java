package io.gearman.benchmarks;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.engine.Connection;
import io.gearman.server.engine.EngineLimits;
import io.gearman.server.engine.EngineOptions;
import io.gearman.server.engine.JobEngine;
import io.gearman.server.store.memory.MemoryJobStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The life of a job in the engine, from the packet that submits it to its result, without sockets and codec. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineBenchmark {

    private static final byte[] FUNCTION = "reverse".getBytes(StandardCharsets.UTF_8);

    private static final int PAYLOAD = 100;

    /** How many jobs wait before the one that is submitted. */
    @Param({"0", "100000"})
    private int queued;

    private final JobEngine engine = open();

    private final AnsweredPeer clientPeer = new AnsweredPeer();

    private final AnsweredPeer workerPeer = new AnsweredPeer();

    private final ByteBuf payload = Unpooled.buffer(PAYLOAD).writeZero(PAYLOAD);

    private final Connection client = this.engine.connected(this.clientPeer);

    private final Connection worker = this.engine.connected(this.workerPeer);

    private long jobs;

    private static JobEngine open() {
        JobEngine engine = new JobEngine(
                new EngineOptions("H", -1, false, 1, 1000, ZoneOffset.UTC, EngineLimits.DEFAULT, 42),
                new MemoryJobStore());
        engine.advanceTo(0, 0);
        engine.open(Runnable::run);
        return engine;
    }

    @Setup
    public void queueJobs() {
        receive(this.worker, Packet.request(PacketType.CAN_DO, FUNCTION));
        for (int i = 0; i < this.queued; i++) {
            submit(PacketType.SUBMIT_JOB_BG);
        }
    }

    @TearDown
    public void close() {
        this.engine.stop();
        this.engine.close();
    }

    @Benchmark
    public byte[] backgroundJob() {
        submit(PacketType.SUBMIT_JOB_BG);
        return work();
    }

    @Benchmark
    public byte[] foregroundJob() {
        submit(PacketType.SUBMIT_JOB);
        return work();
    }

    private void submit(PacketType type) {
        byte[] unique = Long.toString(this.jobs++).getBytes(StandardCharsets.US_ASCII);
        receive(this.client, Packet.request(type, this.payload.retainedDuplicate(), FUNCTION, unique));
    }

    private byte[] work() {
        receive(this.worker, Packet.request(PacketType.GRAB_JOB_UNIQ));
        byte[] handle = this.workerPeer.lastHandle();
        receive(this.worker, Packet.request(PacketType.WORK_COMPLETE, this.payload.retainedDuplicate(), handle));
        return handle;
    }

    private void receive(Connection from, Packet packet) {
        this.engine.received(from, packet);
        packet.release();
    }
}
