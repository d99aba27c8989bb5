package io.gearman.benchmarks;

import io.gearman.client.GearmanClient;
import io.gearman.client.JobRequest;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
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
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same call twice, each with a job server in this JVM: from the template to an annotated method, and from the bare client to
 * the bare worker, which read and write the same JSON by themselves. Sixteen callers keep all processors busy, so the
 * difference of the rates is that of the CPU.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@Threads(AnnotatedFunctionBenchmark.CALLERS)
public class AnnotatedFunctionBenchmark {

    static final int CALLERS = 16;

    private static final String FUNCTION = "order";

    private static final String NAME = "bare";

    private static final JsonMapper JSON = new JsonMapper();

    private final ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(
                    "gearman.server.port=0",
                    "gearman.worker.functions." + FUNCTION + ".concurrency=" + CALLERS,
                    "spring.main.banner-mode=off")
            .run();

    private final GearmanTemplate template = this.application.getBean(GearmanTemplate.class);

    private final GearmanServer server =
            GearmanServer.start(GearmanServerOptions.builder().inJvmName(NAME).build());

    private final GearmanWorker worker = GearmanWorker.builder()
            .server(ServerAddress.inJvm(NAME))
            .function(FUNCTION, job -> JSON.writeValueAsBytes(JSON.readValue(job.payload(), Order.class)))
            .concurrency(CALLERS)
            .build();

    private final GearmanClient client =
            GearmanClient.builder().server(ServerAddress.inJvm(NAME)).build();

    private final Order order = Order.example();

    public AnnotatedFunctionBenchmark() {
        this.worker.start();
    }

    @TearDown
    public void close() {
        this.application.close();
        this.client.close();
        this.worker.close();
        this.server.close();
    }

    @Benchmark
    public Object annotatedFunction() {
        return Objects.requireNonNull(this.template.execute(FUNCTION, this.order, Order.class));
    }

    @Benchmark
    public Object bareWorker() {
        byte[] json = JSON.writeValueAsBytes(this.order);
        return JSON.readValue(this.client.execute(JobRequest.of(FUNCTION, json)), Order.class);
    }

    /** What a user writes. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        GearmanAutoConfiguration.class,
        GearmanServerAutoConfiguration.class,
        GearmanWorkerAutoConfiguration.class
    })
    public static class Application {

        /**
         * Sends an order back.
         *
         * @param order the order
         * @return the same
         */
        @GearmanFunction(FUNCTION)
        public Order order(Order order) {
            return order;
        }
    }
}
