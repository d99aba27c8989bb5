package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import io.gearman.server.testing.RawConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In-JVM channels beside TCP have a thread of their own, so their packets cross to the engine's thread and back. */
class InJvmTransportTest {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        this.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ParameterizedTest(name = "beside TCP: {0}")
    @ValueSource(booleans = {false, true})
    void thousandsOfPipelinedRequestsAreAnsweredInOrder(boolean tcp) throws Exception {
        try (GearmanServer server = start("order", tcp)) {
            Channel channel = connect("order");
            for (int i = 0; i < 5000; i++) {
                channel.write(Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(bytes("echo " + i))));
            }
            channel.flush();
            for (int i = 0; i < 5000; i++) {
                assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("ECHO_RES echo " + i);
            }
            channel.close().sync();
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void workerInTheJvmServesClientOverTcp() throws Exception {
        try (GearmanServer server = start("mixed", true);
                RawConnection client = new RawConnection(server.port())) {
            Channel worker = connect("mixed");
            worker.writeAndFlush(Packet.request(PacketType.CAN_DO, bytes("f")));
            worker.writeAndFlush(Packet.request(PacketType.PRE_SLEEP));
            await().until(() -> server.functions().stream().anyMatch(f -> f.workers() == 1));
            String handle =
                    client.send(PacketType.SUBMIT_JOB, "f", "", "in").read().body();
            assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("NOOP ");
            worker.writeAndFlush(Packet.request(PacketType.GRAB_JOB));
            assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("JOB_ASSIGN in");
            worker.writeAndFlush(
                    Packet.request(PacketType.WORK_COMPLETE, Unpooled.wrappedBuffer(bytes("out")), bytes(handle)));
            assertThat(client.read()).isEqualTo(new RawConnection.Response(PacketType.WORK_COMPLETE, handle + "\0out"));
        }
    }

    @ParameterizedTest(name = "beside TCP: {0}")
    @ValueSource(booleans = {false, true})
    void connectionThatClosesIsForgotten(boolean tcp) throws Exception {
        try (GearmanServer server = start("closing", tcp)) {
            Channel worker = connect("closing");
            worker.writeAndFlush(Packet.request(PacketType.CAN_DO, bytes("f"))).sync();
            await().until(() -> server.functions().stream().anyMatch(f -> f.workers() == 1));
            worker.close().sync();
            await().until(() -> server.functions().stream().allMatch(f -> f.workers() == 0));
        }
    }

    @ParameterizedTest(name = "beside TCP: {0}")
    @ValueSource(booleans = {false, true})
    void connectionWhoseRequestEndsInAnErrorOfTheJvmIsClosedAndOthersAreServed(boolean tcp) throws Exception {
        try (GearmanServer server = start("error", tcp, storeWithoutMemory())) {
            Channel first = connect("error");
            Channel second = connect("error");
            first.writeAndFlush(Packet.request(
                    PacketType.SUBMIT_JOB_BG, Unpooled.wrappedBuffer(bytes("p")), bytes("f"), bytes("")));
            assertThat(first.closeFuture().await(60, TimeUnit.SECONDS)).isTrue();

            second.writeAndFlush(Packet.request(PacketType.ECHO_REQ, Unpooled.wrappedBuffer(bytes("echo"))));
            assertThat(this.received.poll(60, TimeUnit.SECONDS)).isEqualTo("ECHO_RES echo");
            assertThat(server.isRunning()).isTrue();
        }
    }

    private static JobStore storeWithoutMemory() {
        JobStore memory = new MemoryJobStore();
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        throw new OutOfMemoryError("thrown by the test");
                    }
                    return method.invoke(memory, arguments);
                });
    }

    private static GearmanServer start(String name, boolean tcp) {
        return start(name, tcp, new MemoryJobStore());
    }

    private static GearmanServer start(String name, boolean tcp, JobStore store) {
        GearmanServerOptions.Builder options =
                GearmanServerOptions.builder().inJvmName(name).store(store);
        return GearmanServer.start(tcp ? options.listen("127.0.0.1").port(0).build() : options.build());
    }

    private Channel connect(String name) throws InterruptedException {
        return new Bootstrap()
                .group(this.group)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new PacketDecoder(ProtocolLimits.DEFAULT), new PacketEncoder(), new Recorder());
                    }
                })
                .connect(new LocalAddress(name))
                .sync()
                .channel();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Recorder extends SimpleChannelInboundHandler<Packet> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Packet packet) {
            InJvmTransportTest.this.received.add(
                    packet.type() + " " + packet.payload().toString(StandardCharsets.UTF_8));
        }
    }
}
