package io.gearman.spring.boot.autoconfigure.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.gearman.transport.ServerAddress;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.testcontainers.containers.Container;

class GearmanContainerConnectionDetailsFactoryTests {

    @Test
    void theAddressIsWhereTheContainersPortIsMapped() {
        Container<?> container = mock();
        given(container.getHost()).willReturn("docker.example");
        given(container.getMappedPort(4730)).willReturn(34730);

        assertThat(GearmanContainerConnectionDetailsFactory.addressOf(container))
                .isEqualTo(ServerAddress.of("docker.example", 34730));
    }

    @Test
    void springBootFindsTheFactory() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ConnectionDetailsFactory.class))
                .hasAtLeastOneElementOfType(GearmanContainerConnectionDetailsFactory.class);
    }
}
