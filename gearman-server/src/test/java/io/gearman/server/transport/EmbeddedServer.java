package io.gearman.server.transport;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import io.gearman.server.admin.AdminCommands;
import io.gearman.server.engine.EngineLimits;
import io.gearman.server.engine.EngineOptions;
import io.gearman.server.engine.JobEngine;
import io.gearman.server.store.JobStore;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** An engine with one connection, on an event loop whose time passes when the test says so. */
final class EmbeddedServer {

    final EmbeddedChannel channel = new EmbeddedChannel();

    final EngineLoop engineLoop;

    private int turns;

    EmbeddedServer(JobStore store) {
        this.channel.freezeTime();
        EngineOptions options = new EngineOptions("H", -1, false, 1, 1000, ZoneOffset.UTC, EngineLimits.DEFAULT, 42);
        JobEngine engine = new JobEngine(options, store);
        this.engineLoop = new EngineLoop(
                this.channel.eventLoop(),
                engine,
                new AdminCommands(engine.administration(), "1", "ERROR"),
                new Buffers(Long.MAX_VALUE),
                new TurnCounter());
        this.engineLoop.open();
        this.channel.pipeline().addLast(new ConnectionHandler(this.engineLoop, 1 << 20));
        this.channel.pipeline().fireChannelActive();
        this.channel.runPendingTasks();
    }

    void receive(PacketType type, String payload, String... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        this.channel.writeInbound(Packet.request(type, Unpooled.wrappedBuffer(body), bytes));
        this.channel.runPendingTasks();
    }

    /** Returns how many turns the engine has had so far. */
    int turns() {
        return this.turns;
    }

    /** The engine asks for the time once a turn. */
    private final class TurnCounter extends Clock {

        @Override
        public long millis() {
            EmbeddedServer.this.turns++;
            return 0;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
