package io.gearman.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.converter.GearmanMessageConverters;
import io.gearman.spring.converter.PayloadConverter;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void whenExampleIsConvertedThenItIs200BytesOfJsonAndComesBack() {
        PayloadConverter converter = new PayloadConverter(GearmanMessageConverters.create());
        byte[] json = converter.toBytes(Order.example());

        assertThat(json).hasSize(200);
        assertThat(converter.fromBytes(json, Order.class)).isEqualTo(Order.example());
    }
}
