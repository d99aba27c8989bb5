package io.gearman.spring.boot.autoconfigure;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanUnavailableException;
import io.gearman.transport.ServerHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks whether any job server is there, for {@code gearman.client.fail-fast}. */
final class FailFast {

    private static final byte[] QUESTION = {'?'};

    private FailFast() {}

    /** Closes the client and throws a {@link GearmanUnavailableException} unless a server answers within the timeout. */
    static void requireServer(GearmanClient client, Duration timeout) {
        List<ServerHealth> servers = client.servers();
        CompletableFuture<Object> anyAnswer = new CompletableFuture<>();
        CompletableFuture<?>[] answers = servers.stream()
                .map((server) -> client.echo(server.address(), QUESTION).thenAccept(anyAnswer::complete))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).whenComplete((all, failure) -> {
            if (failure != null) {
                anyAnswer.completeExceptionally(failure);
            }
        });
        try {
            anyAnswer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception ex) {
            if (ex instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            String found = client.servers().toString();
            client.close();
            throw new GearmanUnavailableException(
                    "No job server answered within %s, and gearman.client.fail-fast is set: %s"
                            .formatted(timeout, found));
        }
    }
}
