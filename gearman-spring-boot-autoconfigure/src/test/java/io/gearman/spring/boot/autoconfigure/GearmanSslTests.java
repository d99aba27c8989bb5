package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.TlsOptions;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.transport.ServerHealth;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application and a job server that takes nothing but TLS. */
@Timeout(180)
class GearmanSslTests {

    private final X509Bundle authority = TestCertificates.authority();

    private GearmanServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void startServer() throws Exception {
        X509Bundle own = TestCertificates.issuedBy(this.authority, "server");
        Path certificate = Files.writeString(this.directory.resolve("server.pem"), own.getCertificatePathPEM());
        Path key = Files.writeString(this.directory.resolve("server.key"), own.getPrivateKeyPEM());
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .tls(TlsOptions.of(certificate, key))
                .build());
    }

    @AfterEach
    void stopServer() {
        this.server.close();
    }

    @Test
    void clientAndWorkersTrustWhomTheBundleTrusts() throws Exception {
        Path trusted = Files.writeString(this.directory.resolve("authority.pem"), this.authority.getCertificatePEM());
        runner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues("spring.ssl.bundle.pem.jobs.truststore.certificate=file:" + trusted)
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("greet", "Ada", String.class))
                        .isEqualTo("Hello Ada"));
    }

    @Test
    void whenTheBundleChangesThenNewConnectionsUseWhatItIsNow() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("jobs", trusting(TestCertificates.authority()));
        runner().withBean(DefaultSslBundleRegistry.class, () -> bundles).run((context) -> {
            GearmanClient client = context.getBean(GearmanClient.class);
            await().until(() -> client.servers().stream().anyMatch((health) -> health.lastError() != null));

            bundles.updateBundle("jobs", trusting(this.authority));

            await().until(() -> client.servers().stream().allMatch(ServerHealth::connected));
            assertThat(context.getBean(GearmanTemplate.class).execute("greet", "Ada", String.class))
                    .isEqualTo("Hello Ada");
        });
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GearmanAutoConfiguration.class,
                        GearmanServerAutoConfiguration.class,
                        GearmanWorkerAutoConfiguration.class))
                .withPropertyValues("gearman.servers=127.0.0.1:" + this.server.port(), "gearman.ssl.bundle=jobs")
                .withBean(Greeter.class);
    }

    private static SslBundle trusting(X509Bundle authority) {
        return SslBundle.of(
                new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(authority.getCertificatePEM())));
    }

    static class Greeter {

        @GearmanFunction("greet")
        String greet(String name) {
            return "Hello " + name;
        }
    }
}
