package io.gearman.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.test.GearmanTestServer;
import io.gearman.test.RecordedJob;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

class AutoConfigureGearmanTests {

    @Nested
    @SpringBootTest(classes = Application.class, properties = "gearman.servers=192.0.2.1:4730")
    @AutoConfigureGearman
    class WhenServersAreConfigured {

        @Test
        void theTestServerTakesTheirPlace(
                @Autowired GearmanTemplate gearman,
                @Autowired GearmanTestServer server,
                @Autowired ObjectProvider<EmbeddedGearmanServer> embedded) {
            gearman.submitBackground("greet", "Ada");

            assertThat(server.awaitCompleted("greet", 1))
                    .extracting(RecordedJob::resultText)
                    .containsExactly("Hello Ada");
            assertThat(embedded.getIfAvailable()).isNull();
            assertThat(server.port()).isEqualTo(-1);
        }
    }

    @Nested
    @SpringBootTest(classes = Application.class)
    @AutoConfigureGearman(synchronous = true, listen = true)
    class WhenSynchronous {

        @Test
        void aBackgroundSubmissionReturnsWhenTheJobHasRun(
                @Autowired GearmanTemplate gearman, @Autowired Application application) {
            for (int i = 0; i < 20; i++) {
                gearman.submitBackground("greet", "Grace " + i);
                assertThat(application.greeted).hasSize(i + 1).contains("Grace " + i);
            }
        }

        @Test
        void theServerListens(@Autowired GearmanTestServer server) {
            assertThat(server.port()).isPositive();
        }
    }

    @Nested
    @SpringBootTest(
            classes = Application.class,
            properties = {"gearman.test.synchronous=true", "gearman.test.listen=true"})
    @AutoConfigureGearman
    class WhenPropertiesSayIt {

        @Test
        void theyHoldWithoutAttributes(
                @Autowired GearmanTemplate gearman,
                @Autowired Application application,
                @Autowired GearmanTestServer server) {
            gearman.submitBackground("greet", "Grace");

            assertThat(application.greeted).containsExactly("Grace");
            assertThat(server.port()).isPositive();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        final List<String> greeted = new CopyOnWriteArrayList<>();

        @GearmanFunction("greet")
        String greet(String name) {
            this.greeted.add(name);
            return "Hello " + name;
        }
    }
}
