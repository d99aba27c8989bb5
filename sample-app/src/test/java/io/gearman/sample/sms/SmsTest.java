package io.gearman.sample.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gearman.client.GearmanJobFailedException;
import io.gearman.sample.SampleTest;
import io.gearman.spring.core.GearmanOperations;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class SmsTest {

    @Autowired
    private GearmanOperations gearman;

    @Test
    void answersTheGatewaysReceipt() {
        SmsReceipt receipt = this.gearman.execute("sms", new Sms("+1 555 0100", "Hi"), SmsReceipt.class);

        assertThat(receipt).isNotNull();
        assertThat(receipt.phone()).isEqualTo("+1 555 0100");
        assertThat(receipt.id()).startsWith("sms-");
    }

    @Test
    void whenTheGatewayRefusesThenTheJobFailsWithItsAnswer() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> this.gearman.execute("sms", "{\"text\":\"Hi\"}", SmsReceipt.class))
                .satisfies(failure -> assertThat(failure.exceptionText())
                        .hasValueSatisfying(text -> assertThat(text).contains("A message needs a phone and a text")));
    }

    @Test
    void whenThePayloadIsNoJsonThenTheJobFails() {
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> this.gearman.execute("sms", "call me", SmsReceipt.class));
        assertThatExceptionOfType(GearmanJobFailedException.class)
                .isThrownBy(() -> this.gearman.execute("sms", null, SmsReceipt.class));
    }
}
