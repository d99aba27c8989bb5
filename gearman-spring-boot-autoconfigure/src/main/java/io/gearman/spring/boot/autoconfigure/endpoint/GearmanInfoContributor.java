package io.gearman.spring.boot.autoconfigure.endpoint;

import io.gearman.client.GearmanClient;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says which job servers this application uses and which functions it serves. Safe for use from multiple threads. */
public class GearmanInfoContributor implements InfoContributor {

    private final GearmanClient client;

    private final @Nullable GearmanWorkerRegistry registry;

    GearmanInfoContributor(GearmanClient client, @Nullable GearmanWorkerRegistry registry) {
        this.client = client;
        this.registry = registry;
    }

    @Override
    public void contribute(Info.Builder builder) {
        List<ServerAddress> servers =
                this.client.servers().stream().map((server) -> server.address()).toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("embedded", servers.stream().allMatch(ServerAddress::isInJvm));
        details.put("servers", servers.stream().map(ServerAddress::toString).toList());
        details.put("functions", functions());
        builder.withDetail("gearman", details);
    }

    private List<String> functions() {
        return (this.registry == null)
                ? List.of()
                : this.registry.getContainers().stream()
                        .map((container) -> container.endpoint().function())
                        .sorted()
                        .toList();
    }
}
