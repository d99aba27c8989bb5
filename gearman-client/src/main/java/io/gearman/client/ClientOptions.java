package io.gearman.client;

import io.gearman.transport.ConnectionOptions;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GearmanClient.Builder} was told; its methods say what each is.
 *
 * @param servers the job servers, each once
 * @param connection how to connect
 * @param responseTimeout how long to wait for a server's answer
 * @param jobTimeout how long to wait for a result; {@code null}: for ever
 * @param clientId shown by the servers' list of workers; {@code null}: none is sent
 * @param maxPending how many requests may wait for an answer at once
 * @param serverPolicy which server gets a job
 * @param listener told of connections
 */
record ClientOptions(
        List<ServerAddress> servers,
        ConnectionOptions connection,
        Duration responseTimeout,
        @Nullable Duration jobTimeout,
        @Nullable String clientId,
        int maxPending,
        ServerPolicy serverPolicy,
        ClientListener listener) {

    static final ClientOptions DEFAULT = new ClientOptions(
            List.of(),
            ConnectionOptions.DEFAULT,
            Duration.ofSeconds(10),
            null,
            null,
            10_000,
            ServerPolicy.roundRobin(),
            new ClientListener() {});

    ClientOptions {
        servers = servers.stream().distinct().toList();
        requirePositive("responseTimeout", responseTimeout);
        if (jobTimeout != null) {
            requirePositive("jobTimeout", jobTimeout);
        }
        if (clientId != null && (clientId.isEmpty() || clientId.chars().anyMatch(each -> each <= ' '))) {
            throw new IllegalArgumentException("clientId: '" + clientId + "' (expected: not empty, no blanks)");
        }
        if (maxPending <= 0) {
            throw new IllegalArgumentException("maxPending: " + maxPending + " (expected: > 0)");
        }
    }

    /** How often it is looked for what is overdue: a tenth of the time that it is given, at most a second. */
    Duration clockPeriod() {
        long millis = this.responseTimeout.toMillis() / 10;
        return Duration.ofMillis(Math.max(1, Math.min(1000, millis)));
    }

    ClientOptions withServers(List<ServerAddress> servers) {
        return new ClientOptions(
                servers,
                this.connection,
                this.responseTimeout,
                this.jobTimeout,
                this.clientId,
                this.maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withConnection(ConnectionOptions connection) {
        return new ClientOptions(
                this.servers,
                connection,
                this.responseTimeout,
                this.jobTimeout,
                this.clientId,
                this.maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withResponseTimeout(Duration responseTimeout) {
        return new ClientOptions(
                this.servers,
                this.connection,
                responseTimeout,
                this.jobTimeout,
                this.clientId,
                this.maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withJobTimeout(@Nullable Duration jobTimeout) {
        return new ClientOptions(
                this.servers,
                this.connection,
                this.responseTimeout,
                jobTimeout,
                this.clientId,
                this.maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withClientId(@Nullable String clientId) {
        return new ClientOptions(
                this.servers,
                this.connection,
                this.responseTimeout,
                this.jobTimeout,
                clientId,
                this.maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withMaxPending(int maxPending) {
        return new ClientOptions(
                this.servers,
                this.connection,
                this.responseTimeout,
                this.jobTimeout,
                this.clientId,
                maxPending,
                this.serverPolicy,
                this.listener);
    }

    ClientOptions withServerPolicy(ServerPolicy serverPolicy) {
        return new ClientOptions(
                this.servers,
                this.connection,
                this.responseTimeout,
                this.jobTimeout,
                this.clientId,
                this.maxPending,
                serverPolicy,
                this.listener);
    }

    ClientOptions withListener(ClientListener listener) {
        return new ClientOptions(
                this.servers,
                this.connection,
                this.responseTimeout,
                this.jobTimeout,
                this.clientId,
                this.maxPending,
                this.serverPolicy,
                listener);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: more than zero)");
        }
    }
}
