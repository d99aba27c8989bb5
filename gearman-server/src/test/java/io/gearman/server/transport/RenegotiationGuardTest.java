package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenegotiationGuardTest {

    private static final int CHANGE_CIPHER_SPEC = 20;

    private static final int HANDSHAKE = 22;

    private static final int DATA = 23;

    private final EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());

    @AfterEach
    void close() {
        this.channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void secondHandshakeIsRefusedHoweverItArrives(int bytesAtOnce) {
        ByteBuf records =
                records(HANDSHAKE, HANDSHAKE, HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA, DATA, HANDSHAKE);
        receive(records.readSlice(records.readableBytes() - 300), bytesAtOnce);
        assertThat(this.channel.isOpen()).isTrue();

        receive(records, bytesAtOnce);

        assertThat(this.channel.isOpen()).isFalse();
    }

    @Test
    void secondClientHelloOfTls13IsNone() {
        receive(records(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA, DATA, CHANGE_CIPHER_SPEC, DATA), 1000);

        assertThat(this.channel.isOpen()).isTrue();
        assertThat(this.channel.inboundMessages()).isNotEmpty();
    }

    private void receive(ByteBuf records, int bytesAtOnce) {
        while (records.isReadable() && this.channel.isOpen()) {
            this.channel.writeInbound(records.readBytes(Math.min(bytesAtOnce, records.readableBytes())));
        }
    }

    /** Makes records of these types, each with 295 bytes that look like types themselves. */
    private static ByteBuf records(int... types) {
        ByteBuf records = Unpooled.buffer();
        for (int type : types) {
            records.writeByte(type).writeShort(0x0303).writeShort(295);
            for (int i = 0; i < 295; i++) {
                records.writeByte(HANDSHAKE);
            }
        }
        return records;
    }
}
