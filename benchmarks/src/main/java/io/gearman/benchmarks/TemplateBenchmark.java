package io.gearman.benchmarks;

import io.gearman.client.GearmanClient;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.converter.GearmanMessageConverters;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A call by the template, through a job server and a worker of the same JVM, and its result. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TemplateBenchmark {

    private static final String FUNCTION = "reverse";

    private static final String NAME = "benchmark";

    private static final int MANY = 16;

    private final GearmanServer server =
            GearmanServer.start(GearmanServerOptions.builder().inJvmName(NAME).build());

    private final GearmanWorker worker = GearmanWorker.builder()
            .server(ServerAddress.inJvm(NAME))
            .function(FUNCTION, job -> job.payload())
            .concurrency(MANY)
            .build();

    private final GearmanClient client =
            GearmanClient.builder().server(ServerAddress.inJvm(NAME)).build();

    private final GearmanTemplate template =
            new GearmanTemplate(this.client, new PayloadConverter(GearmanMessageConverters.create()));

    private final Order order = Order.example();

    public TemplateBenchmark() {
        this.worker.start();
    }

    @TearDown
    public void close() {
        this.client.close();
        this.worker.close();
        this.server.close();
    }

    @Benchmark
    public Object oneCaller() {
        return call();
    }

    @Benchmark
    @Threads(MANY)
    public Object sixteenCallers() {
        return call();
    }

    private Object call() {
        return Objects.requireNonNull(this.template.execute(FUNCTION, this.order, Order.class));
    }
}
