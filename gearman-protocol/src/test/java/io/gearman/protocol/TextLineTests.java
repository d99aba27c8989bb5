package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLineTests {

    private static final ProtocolLimits TWENTY = new ProtocolLimits(100, 10, 20);

    @ParameterizedTest
    @ValueSource(
            strings = {"show unique jobs\n", "show unique jobs\r\n", "show  unique\tjobs \r\n", " show unique jobs\n"})
    void whenLineEndsWithLfOrCrLfThenItsWordsAreTheSame(String line) {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.line(line));
            AdminCommand command = channel.command();
            assertThat(command.words()).containsExactly("show", "unique", "jobs");
            assertThat(command.name()).isEqualTo("show");
            assertThat(command.arguments()).containsExactly("unique", "jobs");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "   \n", "\t \r\n"})
    void whenLineIsBlankThenTheCommandHasNoWords(String line) {
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.line(line));
            AdminCommand command = channel.command();
            assertThat(command.words()).isEmpty();
            assertThat(command.name()).isEmpty();
            assertThat(command.arguments()).isEmpty();
        }
    }

    @Test
    void whenCommandWordIsInUpperCaseThenItsNameIsInLowerCaseAndArgumentsStayAsSent() {
        AdminCommand command = AdminCommand.parse("CREATE Function ReSize");
        assertThat(command.name()).isEqualTo("create");
        assertThat(command.arguments()).containsExactly("Function", "ReSize");
    }

    @Test
    void whenLineHasMoreThanFiveWordsThenAllAreKept() {
        assertThat(AdminCommand.parse("a b c d e f").words()).hasSizeGreaterThan(AdminCommand.MAX_WORDS);
    }

    @Test
    void whenLineIsUtf8ThenSplitsInsideACharacterDoNoHarm() {
        byte[] bytes = RawFrame.bytes("create function größe-日本-😀\r\n");
        try (DecoderChannel channel = new DecoderChannel()) {
            for (int length = 1; length <= bytes.length; length++) {
                channel.receiveInPieces(bytes, length);
                assertThat(channel.command().arguments()).containsExactly("function", "größe-日本-😀");
            }
        }
    }

    @Test
    void whenLinesAndPacketsArePipelinedThenTheyComeInOrder() {
        byte[] echo = RawFrame.request(16, "status\n").bytes();
        try (DecoderChannel channel = new DecoderChannel()) {
            channel.receive(RawFrame.join(
                    RawFrame.bytes("status\n"), echo, RawFrame.bytes("version\r\nworkers\n"), echo, echo));
            assertThat(channel.decoded()).extracting(Decoded::number).containsExactly(0, 16, 0, 0, 16, 16);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void whenLineIsAsLongAsTheLimitThenItIsRead(String end) {
        try (DecoderChannel channel = new DecoderChannel(TWENTY)) {
            channel.receive(RawFrame.line("x".repeat(20) + end));
            assertThat(channel.command().words()).isEqualTo(List.of("x".repeat(20)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "x", "xx\n"})
    void whenLineIsLongerThanTheLimitThenItIsRefused(String end) {
        byte[] line = RawFrame.bytes("x".repeat(21) + end);
        for (int length : new int[] {line.length, 1}) {
            try (DecoderChannel channel = new DecoderChannel(TWENTY)) {
                assertThatThrownBy(() -> channel.receiveInPieces(line, length))
                        .isExactlyInstanceOf(ProtocolException.class)
                        .hasMessageContaining("longer than 20 bytes");
                assertThat(channel.isIdle()).isTrue();
            }
        }
    }

    @Test
    void whenALineNeverEndsThenItIsRefusedBeforeItFillsTheMemory() {
        try (DecoderChannel channel = new DecoderChannel()) {
            byte[] piece = RawFrame.bytes("x".repeat(1000));
            assertThatThrownBy(() -> {
                        while (true) {
                            channel.receive(piece);
                        }
                    })
                    .isExactlyInstanceOf(ProtocolException.class);
            assertThat(channel.allocator().live()).isLessThan(3 * 8192);
        }
    }
}
