package io.gearman.sample.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailOrderTest {

    @Test
    void readsWhatItWrites() {
        byte[] picture = {'\n', 0, (byte) 0xff};

        ThumbnailOrder order = ThumbnailOrder.parse(new ThumbnailOrder(2000, picture).toPayload());

        assertThat(order.width()).isEqualTo(2000);
        assertThat(order.picture()).isEqualTo(picture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "240", "x\n", "-1\n", "12345\n", "0\n", "2001\n", "99999999999"})
    void refusesAPayloadWithoutAProperWidth(String payload) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThumbnailOrder.parse(payload.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("width");
    }
}
