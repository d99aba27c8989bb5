package io.gearman.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ServerEndpointTest {

    private final ServerEndpoint.Converter converter = new ServerEndpoint.Converter();

    @ParameterizedTest
    @CsvSource({"jobs.example:81,jobs.example,81", "jobs.example,jobs.example,4730", "[::1]:81,::1,81", "[::1],::1,4730"
    })
    void whenEndpointIsWrittenThenHostAndPortAreRead(String text, String host, int port) {
        assertThat(this.converter.convert(text)).isEqualTo(new ServerEndpoint(host, port));
    }

    @Test
    void whenAddressHasColonsThenNoneOfThemBeginsThePort() {
        assertThat(this.converter.convert("fe80::1")).isEqualTo(new ServerEndpoint("fe80::1", 4730));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:", "host:0", "host:65536", "host:x", ":4730", ""})
    void whenEndpointIsWrongThenItIsRefused(String text) {
        assertThatThrownBy(() -> this.converter.convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
