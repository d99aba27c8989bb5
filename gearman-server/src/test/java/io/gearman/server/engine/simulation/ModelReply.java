package io.gearman.server.engine.simulation;

import org.jspecify.annotations.Nullable;

/** A packet's place in the order of one connection. Open until the store has answered. */
final class ModelReply {

    @Nullable
    ExpectedPacket packet;

    ModelReply(@Nullable ExpectedPacket packet) {
        this.packet = packet;
    }
}
