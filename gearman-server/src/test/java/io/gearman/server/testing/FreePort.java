package io.gearman.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port to listen on that must be known beforehand. */
public final class FreePort {

    private FreePort() {}

    /** Finds one below the ports of outgoing connections: one of these could take it before the server does. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException ex) {
                // Taken: try another one.
            }
        }
    }
}
