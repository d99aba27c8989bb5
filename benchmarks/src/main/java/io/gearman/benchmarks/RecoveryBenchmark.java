package io.gearman.benchmarks;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time from the start of a server, whose embedded store has a million jobs of 100 bytes, until it serves them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(3)
public class RecoveryBenchmark {

    private static final int JOBS = 1_000_000;

    private static final int BATCH = 2000;

    private Path directory = Path.of("");

    @Setup(Level.Trial)
    public void fill() throws IOException {
        this.directory = StoreDirectory.create();
        byte[] payload = new byte[100];
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(this.directory);
        database.connect();
        for (long first = database.reserveNumbers().first(), number = first; number < first + JOBS; ) {
            List<JobWrite> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                batch.add(new JobWrite.Save(StoreDirectory.job(number++, payload), 0));
            }
            database.write(batch);
        }
        database.close();
    }

    @Benchmark
    public long start() {
        GearmanServerOptions options = GearmanServerOptions.builder()
                .port(0)
                .store(new BatchingJobStore(new EmbeddedJobDatabase(this.directory)))
                .build();
        try (GearmanServer server = GearmanServer.start(options)) {
            long queued = server.functions().get(0).queuedNormal();
            if (queued != JOBS) {
                throw new IllegalStateException(queued + " jobs came back");
            }
            return queued;
        }
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        StoreDirectory.delete(this.directory);
    }
}
