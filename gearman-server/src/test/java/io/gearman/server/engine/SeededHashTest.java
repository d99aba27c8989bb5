package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeededHashTest {

    /** By {@code openssl mac -macopt c-rounds:1 -macopt d-rounds:3 -macopt size:8 … SIPHASH}. */
    @ParameterizedTest
    @CsvSource({
        "'', DCC40F055801ACAB",
        "gearman, 96461CBC8A4DCA16",
        "01234567, 75054195F895C369",
        "0123456789abcdefghijkl, CB784AC479E4A967"
    })
    void isSipHash13(String text, String expected) {
        SeededHash hash = new SeededHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        long sip = hash.sip(text.getBytes(StandardCharsets.US_ASCII));

        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(sip)
                .array();
        assertThat(bytes).asHexString().isEqualTo(expected);
    }

    @Test
    void namesThatCollideInTheirJavaHashDoNotCollideHere() {
        List<byte[]> names = new ArrayList<>(List.of(new byte[0]));
        for (int i = 0; i < 12; i++) {
            List<byte[]> longer = new ArrayList<>();
            for (byte[] name : names) {
                longer.add(append(name, "Aa"));
                longer.add(append(name, "BB"));
            }
            names = longer;
        }
        assertThat(names.stream().map(Arrays::hashCode).distinct()).hasSize(1);

        for (long seed : new long[] {0, 1, -1}) {
            SeededHash hash = SeededHash.of(seed);
            assertThat(names.stream().map(name -> hash.of(name) & 4095).distinct())
                    .hasSizeGreaterThan(2400);
        }
        assertThat(SeededHash.of(7).of(names.get(0))).isEqualTo(SeededHash.of(7).of(names.get(0)));
        assertThat(SeededHash.of(7).of(names.get(0)))
                .isNotEqualTo(SeededHash.of(8).of(names.get(0)));
    }

    private static byte[] append(byte[] name, String end) {
        byte[] longer = Arrays.copyOf(name, name.length + 2);
        longer[name.length] = (byte) end.charAt(0);
        longer[name.length + 1] = (byte) end.charAt(1);
        return longer;
    }
}
