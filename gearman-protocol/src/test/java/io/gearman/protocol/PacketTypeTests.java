package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTypeTests {

    @Test
    void theTableHasTheNumbers1To42() {
        assertThat(WireTable.rows()).hasSize(42);
        assertThat(PacketType.values())
                .extracting(PacketType::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 42).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("io.gearman.protocol.WireTable#rows")
    void eachRowIsAsTheProtocolDescribesIt(WireTable.Row row) {
        PacketType type = PacketType.ofNumber(row.number());

        assertThat(type).isNotNull();
        assertThat(type.name()).isEqualTo(row.name());
        assertThat(type.number()).isEqualTo(row.number());
        assertThat(type.arguments()).isEqualTo(row.arguments());
        assertThat(type.hasPayload()).isEqualTo(row.payload());
        assertThat(type.direction()).isEqualTo(direction(row));
    }

    private static PacketType.Direction direction(WireTable.Row row) {
        return switch (row.direction()) {
            case "REQ" -> PacketType.Direction.REQUEST;
            case "RES" -> PacketType.Direction.RESPONSE;
            case "BOTH" -> PacketType.Direction.BOTH;
            default -> PacketType.Direction.NONE;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 43, 44, 255, 256, Integer.MAX_VALUE, -1, -42, Integer.MIN_VALUE})
    void whenNumberIsOutsideTheTableThenThereIsNoType(int number) {
        assertThat(PacketType.ofNumber(number)).isNull();
    }
}
