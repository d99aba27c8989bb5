package io.gearman.sample.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The endpoint {@code gearman} and the readiness of workers, over HTTP. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "gearman.server.port=0",
            "management.endpoints.web.exposure.include=gearman,health,info",
            "management.info.gearman.enabled=true",
            "management.endpoint.health.show-details=always",
            "management.endpoint.health.group.readiness.include=readinessState,gearmanWorkers"
        })
@Import(SampleHttp.class)
class GearmanEndpointTest {

    private static final String STOP = "{\"action\":\"stop\"}";

    @Autowired
    private SampleHttp http;

    @Test
    void serversContainersAndQueuesAreShown() {
        Answer answer = this.http.get("/actuator/gearman");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("servers").path(0).path("connected").asBoolean())
                .isTrue();
        assertThat(answer.body().path("containers").valueStream())
                .extracting((container) -> container.path("function").asString())
                .contains("sms", "mail", "wordcount");
        await().untilAsserted(() -> assertThat(
                        this.http.get("/actuator/gearman").body().path("queues").valueStream())
                .extracting((queue) -> queue.path("function").asString())
                .contains("sms", "mail", "wordcount"));
        assertThat(this.http.get("/actuator/gearman/sms").body().path("state").asString())
                .isEqualTo("running");
        assertThat(this.http.get("/actuator/gearman/nobody").status()).isEqualTo(404);
    }

    @Test
    void containersAreNotControlledUnlessThatIsAllowed() {
        assertThat(this.http
                        .post("/actuator/gearman/sms", "application/json", STOP)
                        .status())
                .isEqualTo(405);
        assertThat(this.http.get("/actuator/gearman/sms").body().path("state").asString())
                .isEqualTo("running");
    }

    @Test
    void healthHasTheServersAndReadinessTheWorkers() {
        await().untilAsserted(() ->
                assertThat(this.http.get("/actuator/health/readiness").status()).isEqualTo(200));
        assertThat(this.http
                        .get("/actuator/health/readiness")
                        .body()
                        .path("components")
                        .path("gearmanWorkers")
                        .path("details")
                        .path("containers")
                        .path("sms")
                        .asString())
                .isEqualTo("polling");
        assertThat(this.http
                        .get("/actuator/health/gearman")
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(this.http
                        .get("/actuator/info")
                        .body()
                        .path("gearman")
                        .path("functions")
                        .valueStream())
                .extracting((function) -> function.asString())
                .contains("sms");
    }

    @Nested
    @TestPropertySource(properties = "management.endpoint.gearman.access=unrestricted")
    class WhenAccessIsUnrestricted {

        @Autowired
        private SampleHttp http;

        @Test
        void containersAreStoppedAndStarted() {
            assertThat(control("sms", STOP).body().path("state").asString()).isEqualTo("stopped");
            assertThat(control("sms", "{\"action\":\"start\"}")
                            .body()
                            .path("state")
                            .asString())
                    .isEqualTo("running");
            assertThat(control("nobody", STOP).status()).isEqualTo(400);
            assertThat(control("sms", "{\"action\":\"explode\"}").status()).isEqualTo(400);
            assertThat(control("sms", "{}").status()).isEqualTo(400);
        }

        private Answer control(String container, String body) {
            return this.http.post("/actuator/gearman/" + container, "application/json", body);
        }
    }
}
