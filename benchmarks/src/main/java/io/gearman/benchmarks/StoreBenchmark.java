package io.gearman.benchmarks;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.StoredJob;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** Jobs a second that the embedded store saves durably and deletes, with as many under way as a server's clients keep. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class StoreBenchmark {

    /** Jobs under way: one client, eight with a window of 16, eight with a window of 256. */
    @Param({"1", "128", "2048"})
    private int underWay;

    /** Length of a job's payload, in bytes. */
    @Param({"100", "10240"})
    private int payloadSize;

    private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();

    private final List<StoredJob> saved = new ArrayList<>();

    private Path directory = Path.of("");

    private BatchingJobStore store = new BatchingJobStore(new EmbeddedJobDatabase(this.directory));

    private byte[] payload = {};

    private long number;

    @Setup
    public void open() throws IOException {
        this.directory = StoreDirectory.create();
        this.payload = new byte[this.payloadSize];
        new Random(1).nextBytes(this.payload);
        this.store = new BatchingJobStore(new EmbeddedJobDatabase(this.directory));
        this.store.open(
                new StoreDirectory.Listener() {
                    @Override
                    public void saved(StoredJob job) {
                        StoreBenchmark.this.saved.add(job);
                    }
                },
                this.answers::add);
        for (int i = 0; i < this.underWay; i++) {
            save();
        }
    }

    private void save() {
        this.store.save(StoreDirectory.job(++this.number, this.payload));
    }

    /** What the engine does with the answers to a batch, if every job is done at once and followed by another one. */
    @Benchmark
    public void batch(Count count) throws InterruptedException {
        this.answers.take().run();
        for (StoredJob job : this.saved) {
            this.store.delete(job);
            save();
        }
        count.jobs += this.saved.size();
        this.saved.clear();
    }

    @TearDown
    public void close() throws IOException {
        this.store.close();
        StoreDirectory.delete(this.directory);
    }

    /** Jobs saved and deleted. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {

        public long jobs;
    }
}
