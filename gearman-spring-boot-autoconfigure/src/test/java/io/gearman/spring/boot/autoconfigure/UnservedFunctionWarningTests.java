package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class UnservedFunctionWarningTests {

    @Test
    void settingsOfAFunctionThatNobodyServesAreToldOf(CapturedOutput output) {
        run("--gearman.worker.functions.smss.concurrency=2", "--gearman.worker.functions.sms.concurrency=2");

        assertThat(output)
                .contains("gearman.worker.functions.smss sets up a function")
                .contains("it serves [sms]");
        assertThat(output).doesNotContain("functions.sms sets up");
    }

    private static void run(String... arguments) {
        new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments)
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        GearmanServerAutoConfiguration.class,
        GearmanAutoConfiguration.class,
        GearmanWorkerAutoConfiguration.class
    })
    static class Application {

        @GearmanFunction("sms")
        void sms(String text) {
            // Nothing is sent.
        }
    }
}
