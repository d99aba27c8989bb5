package io.gearman.client;

import static io.gearman.client.ClientFixture.bytes;
import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.transport.ServerAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server in the same JVM is reached without a port. */
@Timeout(180)
class InJvmTests {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());

    @AfterEach
    void close() {
        this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void jobIsDoneByAServerInThisJvm() {
        ServerAddress address = listen("client-test");
        try (GearmanClient client = client(address).build()) {
            assertThat(new String(client.execute(job("f")))).isEqualTo("payload of f");
            assertThat(text(client.echo(address, bytes("x".repeat(100_000))))).hasSize(100_000);
            assertThat(client.servers().get(0).address()).hasToString("jvm:client-test");
        }
    }

    @Test
    void nameWhereNobodyListensIsUnavailable() {
        try (GearmanClient client = client(ServerAddress.inJvm("nobody"))
                .responseTimeout(Duration.ofMillis(100))
                .build()) {
            assertThat(failure(client.submit(job("f")), GearmanUnavailableException.class))
                    .hasMessageContaining("jvm:nobody");
        }
    }

    private ServerAddress listen(String name) {
        new ServerBootstrap()
                .group(this.loop)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new PacketDecoder(ProtocolLimits.DEFAULT),
                                        new PacketEncoder(),
                                        new ObligingServer());
                    }
                })
                .bind(new LocalAddress(name))
                .syncUninterruptibly();
        return ServerAddress.inJvm(name);
    }

    /** Does every job at once: its result is its payload. */
    private static final class ObligingServer extends SimpleChannelInboundHandler<Packet> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Packet packet) {
            byte[] handle = bytes("H:1");
            switch (packet.type()) {
                case OPTION_REQ -> context.write(Packet.response(PacketType.OPTION_RES, packet.argument(0)));
                case ECHO_REQ ->
                    context.write(Packet.response(
                            PacketType.ECHO_RES, packet.payload().retain()));
                default -> {
                    context.write(Packet.response(PacketType.JOB_CREATED, handle));
                    context.write(Packet.response(
                            PacketType.WORK_COMPLETE, packet.payload().retain(), handle));
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
