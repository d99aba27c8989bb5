package io.gearman.server.http;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.testing.RawConnection;
import java.util.concurrent.Callable;

/** Starts a server without HTTP, uses it, stops it. */
public final class PlainServer implements Callable<String> {

    @Override
    public String call() {
        try (GearmanServer server = GearmanServer.start(GearmanServerOptions.builder()
                        .listen("127.0.0.1")
                        .port(0)
                        .build());
                RawConnection client = new RawConnection(server.port())) {
            return client.send(PacketType.ECHO_REQ, "served").read().body();
        }
    }
}
