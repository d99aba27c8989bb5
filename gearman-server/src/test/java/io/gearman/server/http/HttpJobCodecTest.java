package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpJobCodecTest {

    private final HttpJobProtocol protocol =
            new HttpJobProtocol("1", 100, 100, 1000, Duration.ofSeconds(1), Optional.empty());

    @Test
    void whatIsKeptOfAJobIsLetGoWhenAnotherTakesItsPlace() {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpJobCodec(this.protocol));
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/1"));
        channel.writeOutbound(
                Packet.response(PacketType.WORK_DATA, Unpooled.wrappedBuffer(new byte[60]), new byte[] {'H'}));
        assertThat(this.protocol.memory().used()).isEqualTo(60);
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/2"));
        assertThat(this.protocol.memory().used()).isZero();
        channel.finishAndReleaseAll();
    }
}
