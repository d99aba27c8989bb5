package io.gearman.benchmarks;

import io.gearman.spring.converter.GearmanMessageConverters;
import io.gearman.spring.converter.PayloadConverter;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the starter's converters make of a record and of its JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConversionBenchmark {

    private final PayloadConverter converter = new PayloadConverter(GearmanMessageConverters.create());

    private final Order order = Order.example();

    private final byte[] json = this.converter.toBytes(this.order);

    @Benchmark
    public byte[] toJson() {
        return this.converter.toBytes(this.order);
    }

    @Benchmark
    public Object fromJson() {
        return Objects.requireNonNull(this.converter.fromBytes(this.json, Order.class));
    }
}
