package io.gearman.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gearman.transport.Backoff;
import io.gearman.transport.FakeServer;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What the tests of the client share. */
final class ClientFixture {

    private ClientFixture() {}

    /** Begins a client that comes back fast. */
    static GearmanClient.Builder client(ServerAddress... servers) {
        GearmanClient.Builder builder = GearmanClient.builder()
                .backoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)))
                .responseTimeout(Duration.ofSeconds(10));
        for (ServerAddress server : servers) {
            builder.server(server);
        }
        return builder;
    }

    static GearmanClient client(FakeServer server) {
        return client(server.address()).build();
    }

    /** Until then requests wait, and may be passed by those that are made when the connection is there. */
    static void awaitConnected(GearmanClient client) {
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> client.servers().stream().allMatch(ServerHealth::connected));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JobRequest job(String function) {
        return JobRequest.of(function, bytes("payload of " + function));
    }

    static String text(CompletableFuture<byte[]> result) {
        return new String(value(result), StandardCharsets.UTF_8);
    }

    static <T> T value(CompletableFuture<T> result) {
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    static <E extends GearmanException> E failure(CompletableFuture<?> result, Class<E> type) {
        Throwable thrown = catchThrowable(() -> result.get(60, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(type);
        return type.cast(thrown.getCause());
    }

    /** Returns an address where nobody listens. */
    static ServerAddress nowhere() {
        try (FakeServer server = new FakeServer()) {
            return server.address();
        }
    }
}
