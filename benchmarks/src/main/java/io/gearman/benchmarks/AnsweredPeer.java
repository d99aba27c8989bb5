package io.gearman.benchmarks;

import io.gearman.protocol.Packet;
import io.gearman.server.engine.Peer;

/** The far end of a connection of an engine without a server: drops what it gets, but for the handle of the last job. */
final class AnsweredPeer implements Peer {

    private byte[] lastHandle = {};

    byte[] lastHandle() {
        return this.lastHandle;
    }

    @Override
    public void send(Packet packet) {
        if (!packet.type().arguments().isEmpty()) {
            this.lastHandle = packet.argument(0);
        }
        packet.release();
    }

    @Override
    public void sendText(String text) {
        throw new UnsupportedOperationException("Nobody asked for '" + text + "'");
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void hold(boolean hold) {
        // What it sends does not depend on the engine.
    }

    @Override
    public String address() {
        return "-";
    }
}
