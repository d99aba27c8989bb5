package io.gearman.sample.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import io.gearman.sample.SampleTest;
import io.gearman.test.GearmanTestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@SampleTest
class SignupTest {

    @Autowired
    private SampleHttp http;

    @Autowired
    private GearmanTestServer gearman;

    @Test
    void whenSomebodySignsUpThenMailAndTextMessageArrive() {
        Answer answer = signUp("Zoë Świątek", "zoe@example.org", "+48 22 5551234");

        assertThat(answer.status()).isEqualTo(202);
        this.gearman.awaitEnded();
        JsonNode mail = find("/mails", "to", "zoe@example.org");
        assertThat(mail.path("subject").asString()).isEqualTo("Welcome");
        assertThat(mail.path("text").asString()).startsWith("Hello Zoë Świątek,\n");
        JsonNode sms = find("/sms-gateway/messages", "phone", "+48 22 5551234");
        assertThat(sms.path("text").asString()).isEqualTo("Welcome, Zoë Świątek!");
    }

    @Test
    void whenAJobHasEndedThenTheServerKnowsItNoMore() {
        String handle =
                signUp("Ada", "ada@example.org", "12345").body().path("sms").asString();

        await().untilAsserted(() -> {
            Answer status = this.http.get("/jobs?handle=" + URLEncoder.encode(handle, StandardCharsets.UTF_8));
            assertThat(status.status()).isEqualTo(200);
            assertThat(status.body().path("known").asBoolean()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "127.0.0.1:1/H:another:1", "x:99999/H:x:1"})
    void whenAHandleIsNoneOfOurServersThenTheAnswerSaysSo(String handle) {
        assertThat(this.http.get("/jobs?handle=" + handle).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ada@example.org, 12345, name must not be blank",
        "Ada, nowhere, 12345, email must be a well-formed email address",
        "Ada, ada@example.org, call me, phone must be a phone number such as +49 30 901820"
    })
    void whenAFieldIsWrongThenTheAnswerNamesIt(String name, String email, String phone, String detail) {
        Answer answer = signUp(name, email, phone);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("detail").asString()).isEqualTo(detail);
    }

    @Test
    void whenTheBodyIsNoJsonThenTheAnswerIsAProblem() {
        assertThat(this.http.post("/signups", "application/json", "{\"name\":").status())
                .isEqualTo(400);
        assertThat(this.http.post("/signups", "application/json", "").status()).isEqualTo(400);
        assertThat(this.http.post("/signups", "text/plain", "Ada").status()).isEqualTo(415);
    }

    private Answer signUp(String name, String email, String phone) {
        return this.http.post(
                "/signups",
                "application/json",
                "{\"name\":\"%s\",\"email\":\"%s\",\"phone\":\"%s\"}".formatted(name, email, phone));
    }

    private JsonNode find(String path, String field, String value) {
        JsonNode list = this.http.get(path).body();
        return list.valueStream()
                .filter(entry -> entry.path(field).asString().equals(value))
                .findFirst()
                .orElse(list.path("missing"));
    }
}
