package io.gearman.client;

import io.gearman.transport.ServerAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One server after the other, but the same one for the same unique. Safe for use by several threads. */
final class RoundRobinPolicy implements ServerPolicy {

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public ServerAddress choose(String function, @Nullable String unique, List<ServerAddress> servers) {
        return unique != null
                ? RendezvousHash.first(servers, unique)
                : servers.get(Math.floorMod(this.turn.getAndIncrement(), servers.size()));
    }
}
