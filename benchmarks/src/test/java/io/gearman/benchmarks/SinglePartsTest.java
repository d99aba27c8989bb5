package io.gearman.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That the benchmarks measure what they say: a benchmark that does nothing is a fast one. */
class SinglePartsTest {

    @Test
    void whenEngineBenchmarkRunsThenEachJobHasAHandleOfItsOwn() {
        EngineBenchmark benchmark = new EngineBenchmark();
        benchmark.queueJobs();

        assertThat(new String(benchmark.backgroundJob())).isEqualTo("H:1");
        assertThat(new String(benchmark.foregroundJob())).isEqualTo("H:2");
        benchmark.close();
    }

    @Test
    void whenTemplateCallsThenTheOrderComesBack() {
        TemplateBenchmark benchmark = new TemplateBenchmark();

        assertThat(benchmark.oneCaller()).isEqualTo(Order.example());
        benchmark.close();
    }

    @Test
    void whenJsonIsReadThenItIsTheOrder() {
        assertThat(new ConversionBenchmark().fromJson()).isEqualTo(Order.example());
    }
}
