package io.gearman.spring.boot.autoconfigure.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.gearman.spring.boot.autoconfigure.GearmanConnectionDetails;
import io.gearman.transport.ServerAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.io.support.SpringFactoriesLoader;

class GearmanDockerComposeConnectionDetailsFactoryTests {

    private static final String LABEL = "org.springframework.boot.service-connection";

    @ParameterizedTest
    @ValueSource(strings = {"gearmand", "artefactual/gearmand:1.1.20", "registry.example:5000/artefactual/gearmand"})
    void anImageOfThatNameIsAJobServer(String image) {
        GearmanConnectionDetails details = details(image, Map.of());

        assertThat(details).isNotNull();
        assertThat(details.getServers()).containsExactly(ServerAddress.of("docker.example", 34730));
    }

    @Test
    void aLabelMakesAnyImageAJobServer() {
        assertThat(details("our/jobs", Map.of(LABEL, "gearmand"))).isNotNull();
    }

    @Test
    void otherServicesAreNone() {
        assertThat(details("redis", Map.of())).isNull();
    }

    @Test
    void springBootFindsTheFactory() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ConnectionDetailsFactory.class))
                .hasAtLeastOneElementOfType(GearmanDockerComposeConnectionDetailsFactory.class);
    }

    private static @Nullable GearmanConnectionDetails details(String image, Map<String, String> labels) {
        RunningService service = mock();
        ConnectionPorts ports = mock();
        given(ports.get(4730)).willReturn(34730);
        given(service.image()).willReturn(ImageReference.of(image));
        given(service.labels()).willReturn(labels);
        given(service.host()).willReturn("docker.example");
        given(service.ports()).willReturn(ports);
        DockerComposeConnectionSource source = mock();
        given(source.getRunningService()).willReturn(service);
        return new GearmanDockerComposeConnectionDetailsFactory().getConnectionDetails(source);
    }
}
