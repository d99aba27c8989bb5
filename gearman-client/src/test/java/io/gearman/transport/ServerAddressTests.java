package io.gearman.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTests {

    @ParameterizedTest
    @CsvSource({
        "jobs-1, jobs-1:4730",
        "jobs-1:5000, jobs-1:5000",
        "127.0.0.1:1, 127.0.0.1:1",
        "[::1], [::1]:4730",
        "[fe80::1]:5000, [fe80::1]:5000",
        "jvm:embedded, jvm:embedded",
        "' jobs-1:5000 ', jobs-1:5000"
    })
    void textFormIsReadAndWritten(String text, String written) {
        ServerAddress address = ServerAddress.parse(text);

        assertThat(address).hasToString(written);
        assertThat(ServerAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":4730",
                "a:",
                "a:b",
                "a:0",
                "a:65536",
                "a:-1",
                "::1",
                "[::1",
                "[::1]x:1",
                "a b:1",
                "a/b:1",
                "jvm:"
            })
    void whatCannotBeReadIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(text));
    }

    @Test
    void bracketsOfAnIpv6AddressAreOptional() {
        assertThat(ServerAddress.of("[::1]", 4730)).isEqualTo(ServerAddress.of("::1", 4730));
    }
}
