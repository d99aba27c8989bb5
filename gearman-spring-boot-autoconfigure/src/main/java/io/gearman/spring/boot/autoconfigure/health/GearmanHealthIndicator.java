package io.gearman.spring.boot.autoconfigure.health;

import io.gearman.client.GearmanClient;
import io.gearman.spring.boot.autoconfigure.health.GearmanHealthProperties.RequiredServers;
import io.gearman.transport.ServerHealth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the job servers: each one that is connected is asked at the same time, and has to answer within the timeout.
 * Logs nothing, since the client has when a connection was lost. Safe for use from multiple threads.
 */
public class GearmanHealthIndicator implements HealthIndicator {

    private static final byte[] QUESTION = {'?'};

    private final GearmanClient client;

    private final RequiredServers required;

    private final Duration timeout;

    GearmanHealthIndicator(GearmanClient client, RequiredServers required, Duration timeout) {
        this.client = client;
        this.required = required;
        this.timeout = timeout;
    }

    @Override
    public Health health() {
        List<ServerHealth> servers = this.client.servers();
        Map<String, CompletableFuture<Map<String, Object>>> answers = new LinkedHashMap<>();
        servers.forEach((server) -> answers.put(server.address().toString(), ask(server)));
        Map<String, Map<String, Object>> details = new LinkedHashMap<>();
        answers.forEach((address, answer) -> details.put(address, answer.join()));
        long up = details.values().stream()
                .filter((detail) -> Status.UP.getCode().equals(detail.get("status")))
                .count();
        boolean enough = (this.required == RequiredServers.ALL) ? up == details.size() : up > 0;
        return Health.status(enough ? Status.UP : Status.DOWN)
                .withDetail("servers", details)
                .build();
    }

    private CompletableFuture<Map<String, Object>> ask(ServerHealth server) {
        if (!server.connected()) {
            String error = (server.lastError() != null) ? server.lastError() : "not connected yet";
            return CompletableFuture.completedFuture(down(error));
        }
        return this.client
                .echo(server.address(), QUESTION)
                .thenApply((answer) -> Map.<String, Object>of("status", Status.UP.getCode()))
                .completeOnTimeout(
                        down("no answer within " + this.timeout), this.timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally((failure) -> down(String.valueOf(failure.getMessage())));
    }

    private static Map<String, Object> down(String error) {
        return Map.of("status", Status.DOWN.getCode(), "error", error);
    }
}
