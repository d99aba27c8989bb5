package io.gearman.spring.boot.autoconfigure.docker.compose;

import io.gearman.spring.boot.autoconfigure.GearmanConnectionDetails;
import io.gearman.transport.ServerAddress;
import java.util.List;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Finds the job server among the services of Docker Compose: one whose image is {@code gearmand} or {@code artefactual/gearmand} of any registry, or whose label
 * {@code org.springframework.boot.service-connection} is {@code gearmand}.
 */
class GearmanDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<GearmanConnectionDetails> {

    private static final int PORT = 4730;

    GearmanDockerComposeConnectionDetailsFactory() {
        super(new String[] {"gearmand", "artefactual/gearmand"});
    }

    @Override
    protected GearmanConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new ServiceConnectionDetails(source.getRunningService());
    }

    /** The address of a service. */
    static final class ServiceConnectionDetails extends DockerComposeConnectionDetails
            implements GearmanConnectionDetails {

        private final ServerAddress address;

        ServiceConnectionDetails(RunningService service) {
            super(service);
            this.address = ServerAddress.of(service.host(), service.ports().get(PORT));
        }

        @Override
        public List<ServerAddress> getServers() {
            return List.of(this.address);
        }
    }
}
