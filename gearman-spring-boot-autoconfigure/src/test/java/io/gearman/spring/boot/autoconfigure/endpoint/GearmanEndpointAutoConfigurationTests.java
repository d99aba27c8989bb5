package io.gearman.spring.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.JobHandle;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.endpoint.GearmanEndpoint.Action;
import io.gearman.spring.boot.autoconfigure.endpoint.GearmanEndpoint.Container;
import io.gearman.spring.boot.autoconfigure.endpoint.GearmanEndpoint.Queue;
import io.gearman.spring.core.GearmanTemplate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(180)
class GearmanEndpointAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class,
                    GearmanEndpointAutoConfiguration.class));

    private final ApplicationContextRunner exposed =
            this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=gearman");

    @Test
    void serversContainersQueuesAndRunningJobsAreShown() {
        this.exposed.run((context) -> {
            GearmanTemplate gearman = context.getBean(GearmanTemplate.class);
            Functions functions = context.getBean(Functions.class);
            GearmanEndpoint endpoint = context.getBean(GearmanEndpoint.class);
            JobHandle handle = gearman.job("hold").unique("u-1").submitBackground();
            gearman.submitBackground("hold", null);
            assertThat(functions.reached.await(60, TimeUnit.SECONDS)).isTrue();

            GearmanEndpoint.Gearman shown = endpoint.gearman();
            assertThat(shown.servers())
                    .singleElement()
                    .satisfies((server) -> assertThat(server.connected()).isTrue());
            assertThat(shown.queues()).containsExactly(new Queue("hold", 1, 1, 1));
            assertThat(shown.containers()).singleElement().isEqualTo(endpoint.container("hold"));
            Container container = shown.containers().get(0);
            assertThat(container.state()).isEqualTo("running");
            assertThat(container.description()).contains("Functions").contains("hold");
            assertThat(container.runningJobs()).singleElement().satisfies((job) -> {
                assertThat(job.handle()).isEqualTo(handle.value());
                assertThat(job.unique()).isEqualTo("u-1");
            });

            functions.held.countDown();
            await().untilAsserted(() ->
                    assertThat(endpoint.container("hold").runningJobs()).isEmpty());
        });
    }

    @Test
    void containersArePausedResumedStoppedAndStarted() {
        this.exposed.run((context) -> {
            GearmanEndpoint endpoint = context.getBean(GearmanEndpoint.class);
            assertThat(endpoint.control("hold", Action.PAUSE).state()).isEqualTo("paused");
            assertThat(endpoint.control("hold", Action.RESUME).state()).isEqualTo("running");
            assertThat(endpoint.container("hold").concurrency()).isOne();
            assertThat(endpoint.control("hold", Action.STOP).state()).isEqualTo("stopped");
            assertThat(endpoint.control("hold", Action.START).state()).isEqualTo("running");
            assertThat(endpoint.container("nobody")).isNull();
            assertThatExceptionOfType(InvalidEndpointRequestException.class)
                    .isThrownBy(() -> endpoint.control("nobody", Action.STOP))
                    .withMessageContaining("'nobody'");
        });
    }

    @Test
    void whenTheServersAreElsewhereThenTheirQueuesAreNotShown() {
        this.exposed
                .withClassLoader(new FilteredClassLoader("io.gearman.server"))
                .withPropertyValues("gearman.servers=127.0.0.1:1", "gearman.worker.enabled=false")
                .run((context) -> {
                    GearmanEndpoint.Gearman shown =
                            context.getBean(GearmanEndpoint.class).gearman();
                    assertThat(shown.queues()).isNull();
                    assertThat(shown.containers()).isEmpty();
                    assertThat(shown.servers())
                            .singleElement()
                            .satisfies((server) -> assertThat(server.address()).isEqualTo("127.0.0.1:1"));
                });
    }

    @Test
    void anEndpointThatIsNotExposedIsNotThereAndCostsNothing() {
        this.contextRunner.run((context) -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(GearmanEndpoint.class)
                .doesNotHaveBean(RunningJobs.class)
                .doesNotHaveBean(GearmanInfoContributor.class));
    }

    @Test
    void infoNamesServersAndFunctionsIfItIsTurnedOn() {
        this.contextRunner
                .withPropertyValues("management.info.gearman.enabled=true")
                .run((context) -> {
                    Info.Builder info = new Info.Builder();
                    context.getBean(GearmanInfoContributor.class).contribute(info);
                    assertThat(info.build().getDetails().get("gearman"))
                            .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                            .containsEntry("embedded", true)
                            .containsEntry("functions", List.of("hold"))
                            .containsKey("servers");
                });
    }

    @Test
    void whenTheActuatorIsNotOnTheClassPathThenTheRestWorks() {
        this.exposed
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(GearmanTemplate.class));
    }

    static class Functions {

        final CountDownLatch reached = new CountDownLatch(1);

        final CountDownLatch held = new CountDownLatch(1);

        @GearmanFunction(concurrency = "1")
        void hold() throws InterruptedException {
            this.reached.countDown();
            this.held.await();
        }
    }
}
