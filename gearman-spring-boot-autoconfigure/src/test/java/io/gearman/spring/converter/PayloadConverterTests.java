package io.gearman.spring.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;

class PayloadConverterTests {

    private final PayloadConverter converter = new PayloadConverter();

    @Test
    void nullIsAnEmptyPayload() {
        assertThat(this.converter.toBytes(null)).isEmpty();
    }

    @Test
    void bytesAreNotTouched() {
        byte[] bytes = {0, -1, 34};
        assertThat(this.converter.toBytes(bytes)).isSameAs(bytes);
        assertThat(this.converter.fromBytes(bytes, byte[].class)).isSameAs(bytes);
    }

    @Test
    void textIsUtf8AndNotQuoted() {
        assertThat(this.converter.toBytes("\"grüße\" 🚀")).isEqualTo("\"grüße\" 🚀".getBytes(StandardCharsets.UTF_8));
        assertThat(this.converter.fromBytes("{\"a\":1}".getBytes(StandardCharsets.UTF_8), String.class))
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void otherValuesArePlainJson() {
        assertThat(this.converter.toBytes(new Point(1, 2))).asString().isEqualTo("{\"x\":1,\"y\":2}");
        assertThat(this.converter.toBytes(List.of(1, 2))).asString().isEqualTo("[1,2]");
        assertThat(this.converter.toBytes(true)).asString().isEqualTo("true");
        assertThat(this.converter.fromBytes("{\"x\":3,\"y\":4,\"z\":5}".getBytes(), Point.class))
                .isEqualTo(new Point(3, 4));
    }

    @Test
    void genericTypesKeepTheirArguments() {
        Map<String, List<Point>> points = this.converter.fromBytes(
                "{\"a\":[{\"x\":1,\"y\":2}]}".getBytes(), new ParameterizedTypeReference<>() {});
        assertThat(points).containsExactly(Map.entry("a", List.of(new Point(1, 2))));
    }

    @Test
    void anEmptyPayloadIsNoObjectButEmptyText() {
        byte[] empty = {};
        assertThat(this.converter.fromBytes(empty, Point.class)).isNull();
        assertThat(this.converter.fromBytes(empty, String.class)).isEmpty();
        assertThat(this.converter.fromBytes(empty, byte[].class)).isEmpty();
    }

    @Test
    void voidIgnoresThePayload() {
        assertThat(this.converter.fromBytes("not JSON".getBytes(), Void.class)).isNull();
        assertThat(this.converter.fromBytes("not JSON".getBytes(), void.class)).isNull();
    }

    @Test
    void whenAPayloadIsNoJsonThenTheErrorSaysSo() {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> this.converter.fromBytes("<xml/>".getBytes(), Point.class))
                .withMessageContaining("Could not read JSON");
    }

    @Test
    void whenNoConverterFitsThenTheErrorSaysWhatToDo() {
        PayloadConverter plain = new PayloadConverter(GearmanMessageConverters.plain());
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> plain.toBytes(new Point(1, 2)))
                .withMessageContaining(Point.class.getName())
                .withMessageContaining("gearmanMessageConverter");
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> plain.fromBytes("{}".getBytes(), Point.class))
                .withMessageContaining(Point.class.getName())
                .withMessageContaining("gearmanMessageConverter");
    }

    record Point(int x, int y) {}
}
