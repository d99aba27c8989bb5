package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanConnectionLostException;
import io.gearman.client.JobHandle;
import io.gearman.client.ServerPolicy;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.Idempotent;
import io.gearman.spring.client.ImportGearmanClients;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.transport.ServerHealth;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/** What an application notices of the loss of one of its two job servers. */
@Timeout(180)
class ServerFailoverTests {

    private GearmanServer first;

    private GearmanServer second;

    private ApplicationContextRunner contextRunner;

    @BeforeEach
    void start() throws IOException {
        this.first = server();
        this.second = server();
        this.contextRunner = new ApplicationContextRunner()
                .withBean(Worker.class)
                .withUserConfiguration(Clients.class)
                .withPropertyValues(
                        "gearman.servers=127.0.0.1:%d,127.0.0.1:%d".formatted(this.first.port(), this.second.port()),
                        "gearman.client.server-policy=failover")
                .withConfiguration(AutoConfigurations.of(
                        GearmanServerAutoConfiguration.class,
                        GearmanAutoConfiguration.class,
                        GearmanWorkerAutoConfiguration.class));
    }

    private static GearmanServer server() throws IOException {
        return GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(0).build());
    }

    @AfterEach
    void stop() {
        this.first.close();
        this.second.close();
    }

    @Test
    void anIdempotentCallIsAnsweredByTheOtherServer() {
        this.contextRunner.run((context) -> {
            awaitServers(context);
            Worker worker = context.getBean(Worker.class);
            CompletableFuture<String> answer = context.getBean(Calls.class).held("x");
            worker.running.acquire();
            this.first.close();
            worker.running.acquire();
            worker.gate.countDown();
            assertThat(answer.join()).isEqualTo("held x");
        });
    }

    @Test
    void aCallThatIsNotSaidToBeIdempotentFailsWithWhatIsKnown() {
        this.contextRunner.run((context) -> {
            awaitServers(context);
            Worker worker = context.getBean(Worker.class);
            CompletableFuture<String> answer = context.getBean(GearmanTemplate.class)
                    .job("held")
                    .payload("x")
                    .submit(String.class);
            worker.running.acquire();
            int lost = this.first.port();
            this.first.close();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(answer::join)
                    .havingCause()
                    .isInstanceOf(GearmanConnectionLostException.class)
                    .withMessageContaining("127.0.0.1:" + lost);
            worker.gate.countDown();
        });
    }

    @Test
    void aPolicyBeanTakesThePlaceOfTheProperty() {
        ServerPolicy last = (function, unique, servers) -> servers.get(servers.size() - 1);
        this.contextRunner.withBean(ServerPolicy.class, () -> last).run((context) -> {
            awaitServers(context);
            JobHandle handle = context.getBean(GearmanTemplate.class).submitBackground("nobody", "x");
            assertThat(handle.server().port()).isEqualTo(this.second.port());
        });
    }

    private static void awaitServers(ApplicationContext context) {
        GearmanClient client = context.getBean(GearmanClient.class);
        await().until(() -> client.servers().stream().allMatch(ServerHealth::connected));
    }

    interface Calls {

        @Idempotent
        @GearmanFunction
        CompletableFuture<String> held(String text);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGearmanClients(Calls.class)
    static class Clients {}

    static class Worker {

        final Semaphore running = new Semaphore(0);

        final CountDownLatch gate = new CountDownLatch(1);

        @GearmanFunction(name = "held", concurrency = "2")
        String held(String text) throws InterruptedException {
            this.running.release();
            this.gate.await();
            return "held " + text;
        }
    }
}
