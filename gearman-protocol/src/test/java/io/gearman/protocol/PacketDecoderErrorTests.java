package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderErrorTests {

    private static final ProtocolLimits SMALL = new ProtocolLimits(100, 10, 20);

    @ParameterizedTest
    @ValueSource(ints = {0xffffffff, 0, 43, -43, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x01000000})
    void whenTypeDoesNotExistThenTheErrorNamesIt(int number) {
        rejects(ProtocolLimits.DEFAULT, RawFrame.header("\0REQ", number, 0))
                .hasMessageContaining("type " + Integer.toUnsignedString(number))
                .hasMessageContaining("1 to 42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0RED", "\0req", "\0\0\0\0", "\0QER", "\0ÿÿÿ"})
    void whenMagicIsWrongThenTheErrorSaysWhatWasExpected(String magic) {
        rejects(ProtocolLimits.DEFAULT, RawFrame.header(magic, 1, 0)).hasMessageContaining("\\0REQ or \\0RES");
    }

    @ParameterizedTest
    @ValueSource(longs = {0xffffffffL, 0x80000000L, 0x7fffffffL, (256L << 20) + 1})
    void whenDeclaredLengthIsBeyondTheLimitThenTheHeaderAloneIsRefused(long length) {
        rejects(ProtocolLimits.DEFAULT, RawFrame.header("\0REQ", 7, length))
                .hasMessageContaining("SUBMIT_JOB is " + length + " bytes")
                .hasMessageContaining("at most " + (256 << 20));
    }

    @ParameterizedTest
    @MethodSource("io.gearman.protocol.WireTable#rows")
    void whenFourGibibytesAreDeclaredThenEveryTypeRefusesThem(WireTable.Row row) {
        rejects(ProtocolLimits.DEFAULT, RawFrame.header(row.magic(), row.number(), 0xffffffffL))
                .hasMessageContaining(row.name());
    }

    @ParameterizedTest
    @CsvSource({"9, 11", "1, 11", "12, 33", "15, 11"})
    void whenTypeHasNoPayloadThenItsBodyIsLimitedByItsArguments(int number, int longest) {
        try (DecoderChannel channel = new DecoderChannel(SMALL)) {
            channel.receive(RawFrame.header("\0REQ", number, longest));
            assertThat(channel.isIdle()).isTrue();
        }
        rejects(SMALL, RawFrame.header("\0REQ", number, longest + 1)).hasMessageContaining("at most " + longest);
    }

    @Test
    void whenArgumentIsAsLongAsTheLimitThenItIsRead() {
        try (DecoderChannel channel = new DecoderChannel(SMALL)) {
            channel.receive(RawFrame.request(7, "0123456789\0unique\0payload that is longer than ten"));
            assertThat(channel.packet().text(0)).isEqualTo("0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789x\0u\0", "f\0" + "0123456789x\0"})
    void whenArgumentIsLongerThanTheLimitThenTheErrorNamesIt(String body) {
        rejects(SMALL, RawFrame.request(7, body).bytes()).hasMessageContaining("at most 10");
    }

    @Test
    void whenTheLastArgumentIsLongerThanTheLimitThenTheErrorNamesIt() {
        rejects(SMALL, RawFrame.request(1, "0123456789x").bytes()).hasMessageContaining("'function' of CAN_DO");
    }

    @ParameterizedTest
    @CsvSource({"7, f", "7, ''", "7, abcdef", "12, H:x:1", "36, f", "37, f"})
    void whenNulIsMissingThenTheErrorNamesTheArgument(int number, String body) {
        rejects(SMALL, RawFrame.request(number, body).bytes())
                .hasMessageContaining(PacketType.ofNumber(number).name())
                .hasMessageContaining("NUL");
    }

    @Test
    void whenGarbageFollowsPacketsThenTheyAreDeliveredAndTheRestIsThrownAway() {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] good = RawFrame.request(16, "payload").bytes();
            byte[] stream = RawFrame.join(good, good, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, good);

            assertThatThrownBy(() -> channel.receive(stream)).isInstanceOf(ProtocolException.class);
            assertThat(channel.decoded()).hasSize(2);

            channel.receive(good);
            channel.receive(RawFrame.line("status\n"));
            assertThat(channel.isIdle()).as("nothing is read after an error").isTrue();
        }
    }

    @Test
    void whenGarbageArrivesByteByByteThenThereIsOneErrorOnly() {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] garbage = RawFrame.header("\0XXX", 1, 0);
            for (int i = 0; i < garbage.length - 1; i++) {
                channel.receive(new byte[] {garbage[i]});
            }
            assertThatThrownBy(() -> channel.receive(new byte[] {garbage[garbage.length - 1]}))
                    .isInstanceOf(ProtocolException.class);
            channel.receiveInPieces(garbage, 1);
            assertThat(channel.isIdle()).isTrue();
        }
    }

    @Test
    void whenBytesBetweenPacketsAreNoPacketThenTheyAreATextLine() {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] good = RawFrame.request(16, "payload").bytes();
            channel.receive(RawFrame.join(good, RawFrame.bytes("\u00ff\u00fe garbage\n"), good));

            assertThat(channel.packet().type()).isEqualTo(PacketType.ECHO_REQ);
            assertThat(channel.command().words()).isEqualTo(List.of("\u00ff\u00fe", "garbage"));
            assertThat(channel.packet().type()).isEqualTo(PacketType.ECHO_REQ);
        }
    }

    private static AbstractThrowableAssert<?, ?> rejects(ProtocolLimits limits, byte[] bytes) {
        try (DecoderChannel channel = new DecoderChannel(limits)) {
            Throwable thrown = catchThrowable(() -> channel.receive(bytes));
            assertThat(channel.isIdle()).isTrue();
            return assertThat(thrown).isExactlyInstanceOf(ProtocolException.class);
        }
    }
}
