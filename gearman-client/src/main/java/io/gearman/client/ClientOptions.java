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

    /** How often it is looked for what is overdue: a tenth of the time that it is given, at most a second. */
    Duration clockPeriod() {
        long millis = this.responseTimeout.toMillis() / 10;
        return Duration.ofMillis(Math.max(1, Math.min(1000, millis)));
    }

    static Duration positive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: more than zero)");
        }
        return duration;
    }
}
