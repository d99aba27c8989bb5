package io.gearman.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** A port to listen on that must be known beforehand. */
final class FreePort {

    private FreePort() {}

    /**
     * Finds one that nobody listens on, below the ports of outgoing connections: one of these could take it before the server
     * does. A socket that listened on it for a trial would do so too for as long as a process inherits it that starts meanwhile.
     */
    static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 30_000);
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                // Somebody listens: try another one.
            } catch (IOException refused) {
                return port;
            }
        }
    }
}
