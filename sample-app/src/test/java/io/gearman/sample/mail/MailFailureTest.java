package io.gearman.sample.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.client.JobHandle;
import io.gearman.sample.JavaProcess;
import io.gearman.sample.SampleHttp;
import io.gearman.spring.core.GearmanOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"gearman.server.port=0", "app.mail.embedded=false", "spring.mail.host=127.0.0.1"})
@Import(SampleHttp.class)
@ExtendWith(OutputCaptureExtension.class)
class MailFailureTest {

    @Autowired
    private GearmanOperations gearman;

    @Autowired
    private SampleHttp http;

    @DynamicPropertySource
    static void portWhereNobodyListens(DynamicPropertyRegistry registry) {
        int port = JavaProcess.freePort();
        registry.add("spring.mail.port", () -> port);
    }

    @Test
    void whenTheSmtpServerIsDownThenTheJobFailsAndSaysWhy() {
        Mail mail = new Mail("ada@example.org", "Welcome", "Hello");

        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> this.gearman.execute("mail", mail, MailReceipt.class))
                .satisfies(failure -> assertThat(failure.exceptionText())
                        .hasValueSatisfying(text ->
                                assertThat(text).contains("MailSendException").contains("connect")));
    }

    @Test
    void whenABackgroundMailFailsThenTheLogTells(CapturedOutput output) {
        JobHandle handle = this.gearman.submitBackground("mail", new Mail("ada@example.org", "Welcome", "Hello"));

        await().untilAsserted(() -> assertThat(output)
                .contains("Job " + handle.value() + " of function 'mail'")
                .contains("MailSendException"));
    }

    @Test
    void whenAnAddressIsNoneThenTheJobFails() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> this.gearman.execute("mail", new Mail("@", "Welcome", "Hello"), MailReceipt.class));
    }

    @Test
    void whenAnotherSmtpServerIsConfiguredThenThereAreNoMailsToShow() {
        assertThat(this.http.get("/mails").status()).isEqualTo(404);
    }
}
