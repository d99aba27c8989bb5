package io.gearman.client;

import io.gearman.transport.ConnectionOptions;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link GearmanClient.Builder} was told. */
record ClientOptions(
        List<ServerAddress> servers,
        ConnectionOptions connection,
        Duration responseTimeout,
        @Nullable Duration jobTimeout,
        @Nullable String clientId,
        int maxPending) {

    ClientOptions {
        servers = servers.stream().distinct().toList();
    }
}
