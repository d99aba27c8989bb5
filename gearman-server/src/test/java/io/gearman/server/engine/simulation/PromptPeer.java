package io.gearman.server.engine.simulation;

import io.gearman.server.engine.Peer;

/** The far end of a connection of a simulation: takes at once whatever comes, and asks for no text. */
public abstract class PromptPeer implements Peer {

    @Override
    public void sendText(String text) {
        throw new AssertionError("Nobody asked for " + text);
    }

    @Override
    public void hold(boolean hold) {
        throw new AssertionError("So much never waits for the simulated store");
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public String address() {
        return "local";
    }
}
