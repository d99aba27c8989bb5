package io.gearman.spring.boot.autoconfigure.health;

import io.gearman.server.GearmanServer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the embedded job server runs and its store takes background jobs. Never waits. Safe for use from multiple threads. */
public class GearmanServerHealthIndicator implements HealthIndicator {

    private final GearmanServer server;

    GearmanServerHealthIndicator(GearmanServer server) {
        this.server = server;
    }

    @Override
    public Health health() {
        boolean store = this.server.store().isAvailable();
        Health.Builder health = (this.server.isRunning() && store) ? Health.up() : Health.down();
        health.withDetail("store", store ? "available" : "refuses background jobs");
        if (this.server.port() >= 0) {
            health.withDetail("port", this.server.port());
        }
        return health.build();
    }
}
