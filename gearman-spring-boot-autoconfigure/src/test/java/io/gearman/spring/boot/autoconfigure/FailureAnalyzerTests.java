package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.Mockito.mock;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.client.ImportGearmanClients;
import io.gearman.spring.envelope.MissingJsonLibraryException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/** What Spring Boot prints when an application with Gearman does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

    @Test
    void aFunctionServedTwice(CapturedOutput output) {
        start(Twice.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Gearman function 'same' is served twice: by")
                .contains("Give one of them another name");
    }

    @Test
    void aPrivateMethod(CapturedOutput output) {
        start(Hidden.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Hidden.hidden")
                .contains("the method is private");
    }

    @Test
    void aPortThatIsTaken(CapturedOutput output) {
        try (GearmanServer other = GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(0).build())) {
            start(Nothing.class, "gearman.server.port=" + other.port());
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("127.0.0.1:" + other.port())
                    .contains("Set gearman.server.port to a free port");
        }
    }

    @Test
    void aServerAddressThatIsNone(CapturedOutput output) {
        start(Nothing.class, "gearman.servers=one:two:three");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("'one:two:three' is not a server address")
                .contains("Correct gearman.servers");
    }

    @Test
    void noServerWhereOneIsRequired(CapturedOutput output) {
        start(
                Nothing.class,
                "gearman.servers=127.0.0.1:1",
                "gearman.client.fail-fast=true",
                "gearman.client.response-timeout=200ms");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("No job server answered")
                .contains("127.0.0.1:1")
                .contains("Start the job server");
    }

    @Test
    void aConcurrencyThatIsNone(CapturedOutput output) {
        start(Nothing.class, "gearman.worker.concurrency=0");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("gearman.worker.concurrency")
                .contains("no number or range of jobs, expected: at least 1");
    }

    @Test
    void aPortThatIsNone(CapturedOutput output) {
        start(Nothing.class, "gearman.server.port=70000");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("gearman.server.port")
                .contains("from 0 to 65535");
    }

    @Test
    void aDirectoryOfJobsThatAnotherApplicationUses(CapturedOutput output, @TempDir Path directory) {
        String[] properties = {
            "gearman.server.store.type=embedded", "gearman.server.store.directory=" + directory,
        };
        try (ConfigurableApplicationContext first = application(Nothing.class, properties)) {
            assertThat(first.isRunning()).isTrue();
            start(Nothing.class, properties);
            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("cannot use its job store")
                    .contains(directory.toString())
                    .contains("Each application needs a store of its own");
        }
    }

    @Test
    void anInterfaceThatCannotBeAClient(CapturedOutput output) {
        start(BrokenClient.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Broken.work(): it names no function")
                .contains("Correct the interface");
    }

    @Test
    void anSslBundleThatIsNone(CapturedOutput output) {
        start(Nothing.class, "gearman.ssl.bundle=jobs");
        assertThat(output)
                .contains("gearman.ssl.bundle is 'jobs', but there is no SSL bundle of that name")
                .contains("Correct gearman.ssl.bundle, or define the bundle with spring.ssl.bundle.pem");
    }

    @Test
    void anSslBundleOfTheServerThatIsNone(CapturedOutput output) {
        start(Nothing.class, "gearman.server.ssl.bundle=jobs", "gearman.server.port=0");
        assertThat(output)
                .contains("gearman.server.ssl.bundle is 'jobs', but there is no SSL bundle of that name")
                .contains("Correct gearman.server.ssl.bundle, or define the bundle with spring.ssl.bundle.pem");
    }

    @Test
    void aPayloadWithoutItsConverter(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(
                                new DefaultResourceLoader(new FilteredClassLoader("tools.jackson")), WithoutJson.class)
                        .web(WebApplicationType.NONE)
                        .run());
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Function 'sms', served by ")
                .contains("WithoutJson.send")
                .contains("no converter reads its payload as java.time.Duration")
                .contains("add Jackson 3 (tools.jackson.core:jackson-databind");
    }

    @Test
    void envelopesWithoutTheirLibrary() {
        FailureAnalysis analysis = new MissingJsonLibraryFailureAnalyzer()
                .analyze(new IllegalStateException(mock(MissingJsonLibraryException.class)));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription())
                .contains("gearman.template.envelope")
                .contains("needs Jackson 3");
        assertThat(analysis.getAction()).contains("tools.jackson.core:jackson-databind");
    }

    @Test
    void aStoreWithoutItsLibrary() {
        FailureAnalysis analysis = new MissingStoreLibraryFailureAnalyzer()
                .analyze(new IllegalStateException(new MissingStoreLibraryException("org.example:driver")));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("needs org.example:driver, which is not on the class path");
        assertThat(analysis.getAction()).contains("Add the dependency org.example:driver");
    }

    private static void start(Class<?> application, String... properties) {
        assertThatException().isThrownBy(() -> application(application, properties));
    }

    private static ConfigurableApplicationContext application(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    @EnableAutoConfiguration
    static class Nothing {}

    @EnableAutoConfiguration
    static class Twice {

        @GearmanFunction("same")
        void one() {}

        @GearmanFunction("same")
        void two() {}
    }

    @EnableAutoConfiguration
    @ImportGearmanClients(Broken.class)
    static class BrokenClient {}

    interface Broken {

        void work();
    }

    @EnableAutoConfiguration
    static class WithoutJson {

        @GearmanFunction("sms")
        void send(Duration sms) {}
    }

    @EnableAutoConfiguration
    static class Hidden {

        @GearmanFunction
        private void hidden() {}
    }
}
