package io.gearman.spring.boot.autoconfigure.testcontainers;

import io.gearman.spring.boot.autoconfigure.GearmanConnectionDetails;
import io.gearman.transport.ServerAddress;
import java.util.List;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/**
 * Finds the job server in a container with {@code @ServiceConnection("gearmand")}, or in one whose image is
 * {@code gearmand} or {@code artefactual/gearmand}.
 */
class GearmanContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, GearmanConnectionDetails> {

    private static final int PORT = 4730;

    GearmanContainerConnectionDetailsFactory() {
        super(List.of("gearmand", "artefactual/gearmand"));
    }

    @Override
    protected GearmanConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new RunningContainerConnectionDetails(source);
    }

    /** The address of a container, once it runs. */
    private static final class RunningContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
            implements GearmanConnectionDetails {

        RunningContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public List<ServerAddress> getServers() {
            return List.of(addressOf(getContainer()));
        }
    }

    static ServerAddress addressOf(Container<?> container) {
        return ServerAddress.of(container.getHost(), container.getMappedPort(PORT));
    }
}
