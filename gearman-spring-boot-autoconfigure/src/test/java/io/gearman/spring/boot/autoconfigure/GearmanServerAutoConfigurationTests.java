package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.gearman.server.GearmanServerException;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GearmanServerAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(GearmanServerAutoConfiguration.class, GearmanAutoConfiguration.class));

    @Test
    void byDefaultTheServerHasNoOpenPort() {
        this.contextRunner.run((context) -> {
            EmbeddedGearmanServer server = context.getBean(EmbeddedGearmanServer.class);
            assertThat(server.port()).isEqualTo(-1);
            assertThat(server.address().isInJvm()).isTrue();
            assertThat(context.getBean(GearmanConnectionDetails.class).getServers())
                    .containsExactly(server.address());
        });
    }

    @Test
    void twoApplicationsHaveTwoServers() {
        this.contextRunner.run((one) -> this.contextRunner.run((two) -> {
            ServerAddress address = two.getBean(EmbeddedGearmanServer.class).address();
            assertThat(address)
                    .isNotEqualTo(one.getBean(EmbeddedGearmanServer.class).address());
        }));
    }

    @Test
    void whenAPortIsSetThenTheServerListensOnLoopbackOnly() {
        this.contextRunner.withPropertyValues("gearman.server.port=0").run((context) -> {
            EmbeddedGearmanServer server = context.getBean(EmbeddedGearmanServer.class);
            assertThat(server.port()).isPositive();
            assertThat(server.address().isInJvm()).isTrue();
            connect(InetAddress.getLoopbackAddress(), server.port());
            // The whole of 127/8 is this machine: an address that only a server on all addresses would answer at.
            assertThatIOException().isThrownBy(() -> connect(InetAddress.getByName("127.0.0.2"), server.port()));
        });
    }

    @Test
    void whenTheContextIsClosedThenThePortIsFree() {
        int[] port = new int[1];
        this.contextRunner
                .withPropertyValues("gearman.server.port=0")
                .run((context) ->
                        port[0] = context.getBean(EmbeddedGearmanServer.class).port());
        assertThatIOException().isThrownBy(() -> connect(InetAddress.getLoopbackAddress(), port[0]));
    }

    @Test
    void whenThePortIsTakenThenTheStartFailsWithTheAddress() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            this.contextRunner
                    .withPropertyValues("gearman.server.port=" + taken.getLocalPort())
                    .run((context) -> assertThat(context)
                            .getFailure()
                            .hasStackTraceContaining("127.0.0.1:" + taken.getLocalPort())
                            .satisfies((failure) ->
                                    assertThat(causes(failure)).anyMatch(GearmanServerException.class::isInstance)));
        }
    }

    @Test
    void whenTheServerIsDisabledThenNoneIsEmbedded() {
        this.contextRunner
                .withPropertyValues("gearman.server.enabled=false")
                .run((context) -> assertThat(context).doesNotHaveBean(EmbeddedGearmanServer.class));
    }

    @Test
    void customizersOfTheServerHaveTheLastWord() {
        this.contextRunner
                .withBean(GearmanServerCustomizer.class, () -> (options) -> options.inJvmName("by-customizer"))
                .run((context) -> assertThat(
                                context.getBean(EmbeddedGearmanServer.class).address())
                        .isEqualTo(ServerAddress.inJvm("by-customizer")));
    }

    @Test
    void lazyInitializationDoesNotKeepTheServerFromStarting() {
        this.contextRunner
                .withInitializer((context) ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run((context) -> assertThat(context.getBeanFactory().containsSingleton("embeddedGearmanServer"))
                        .isTrue());
    }

    private static void connect(InetAddress address, int port) throws IOException {
        new Socket(address, port).close();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
