package io.gearman.spring.boot.autoconfigure.health;

import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerContainer.State;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerHealth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this application works its functions: each container that has been started is registered with a job server and
 * asks it for jobs. One that was stopped or paused on purpose does not count. Never waits. Safe for use from multiple threads.
 */
public class GearmanWorkersHealthIndicator implements HealthIndicator {

    private static final String CONNECTING = "connecting";

    private final GearmanWorkerRegistry registry;

    GearmanWorkersHealthIndicator(GearmanWorkerRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Health health() {
        Map<String, String> containers = new LinkedHashMap<>();
        this.registry.getContainers().forEach((container) -> containers.put(container.id(), state(container)));
        boolean ready = this.registry.isRunning() && !containers.containsValue(CONNECTING);
        return (ready ? Health.up() : Health.outOfService())
                .withDetail("containers", containers)
                .build();
    }

    private static String state(GearmanWorkerContainer container) {
        State state = container.state();
        if (state != State.RUNNING) {
            return state.name().toLowerCase(Locale.ROOT);
        }
        return container.servers().stream().anyMatch(ServerHealth::connected) ? "polling" : CONNECTING;
    }
}
