package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.transport.ServerAddress;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The port of an embedded server that takes nothing but TLS, with the certificate of an SSL bundle. */
@Timeout(180)
class EmbeddedServerSslTests {

    private final X509Bundle authority = TestCertificates.authority();

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Greeter.class)
            .withBean(DefaultSslBundleRegistry.class, () -> this.bundles)
            .withPropertyValues("gearman.server.port=0", "gearman.server.ssl.bundle=jobs")
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void whoTrustsTheBundlesCertificateIsServedAndAPlainClientIsNot() {
        this.bundles.registerBundle("jobs", bundle(issue("server"), null));
        run((context) -> {
            assertThat(greet(context, bundle(null, this.authority))).isEqualTo("Hello Ada");
            assertThat(context.getBean(GearmanTemplate.class).execute("greet", "Eve", String.class))
                    .isEqualTo("Hello Eve");
            assertRefused(context, null);
            assertRefused(context, bundle(null, TestCertificates.authority()));
        });
    }

    @Test
    void withClientAuthOnlyCertificatesThatTheTrustStoreKnowsAreTaken() {
        this.bundles.registerBundle("jobs", bundle(issue("server"), this.authority));
        this.contextRunner
                .withPropertyValues("gearman.server.ssl.client-auth=need")
                .run((context) -> {
                    assertThat(greet(context, bundle(issue("client"), this.authority)))
                            .isEqualTo("Hello Ada");
                    assertRefused(context, bundle(null, this.authority));
                    assertRefused(
                            context,
                            bundle(
                                    TestCertificates.issuedBy(TestCertificates.authority(), "stranger"),
                                    this.authority));
                });
    }

    @Test
    void withWantedClientAuthAClientMayComeWithoutACertificate() {
        this.bundles.registerBundle("jobs", bundle(issue("server"), this.authority));
        this.contextRunner
                .withPropertyValues("gearman.server.ssl.client-auth=want")
                .run((context) -> {
                    assertThat(greet(context, bundle(null, this.authority))).isEqualTo("Hello Ada");
                    assertRefused(
                            context,
                            bundle(
                                    TestCertificates.issuedBy(TestCertificates.authority(), "stranger"),
                                    this.authority));
                });
    }

    @Test
    void whenTheBundleChangesThenNewConnectionsSeeItsCertificate() {
        this.bundles.registerBundle(
                "jobs", bundle(TestCertificates.issuedBy(TestCertificates.authority(), "before"), null));
        run((context) -> {
            assertRefused(context, bundle(null, this.authority));
            this.bundles.updateBundle("jobs", bundle(issue("after"), null));
            await().ignoreExceptions()
                    .until(() -> greet(context, bundle(null, this.authority)).equals("Hello Ada"));
        });
    }

    @Test
    void protocolsOfTheBundleAreSpokenAndNoOthers() {
        this.bundles.registerBundle(
                "jobs",
                SslBundle.of(stores(issue("server"), null), null, SslOptions.of(null, new String[] {"TLSv1.3"})));
        run((context) -> {
            assertThat(greet(context, bundle(null, this.authority))).isEqualTo("Hello Ada");
            assertRefused(context, SslBundle.of(stores(null, this.authority), null, SslOptions.NONE, "TLSv1.2"));
        });
    }

    @Test
    void aBundleWithoutCertificateIsRefused() {
        this.bundles.registerBundle("jobs", bundle(null, this.authority));
        assertMistake("gearman.server.ssl.bundle", "no key store");
    }

    @Test
    void clientAuthWithoutATrustStoreIsRefused() {
        this.bundles.registerBundle("jobs", bundle(issue("server"), null));
        assertMistake("gearman.server.ssl.client-auth", "no trust store", "gearman.server.ssl.client-auth=need");
    }

    private void assertMistake(String property, String reason, String... properties) {
        this.contextRunner
                .withPropertyValues(properties)
                .run((context) -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
                            assertThat(ex.getName()).isEqualTo(property);
                            assertThat(ex.getReason()).contains(reason);
                        }));
    }

    private void run(Consumer<ApplicationContext> test) {
        this.contextRunner.run(test::accept);
    }

    private static void assertRefused(ApplicationContext context, @Nullable SslBundle bundle) {
        assertThatExceptionOfType(GearmanException.class).isThrownBy(() -> greet(context, bundle));
    }

    private static String greet(ApplicationContext context, @Nullable SslBundle bundle) {
        int port = context.getBean(EmbeddedGearmanServer.class).port();
        GearmanClient.Builder builder = GearmanClient.builder().server(ServerAddress.of("127.0.0.1", port));
        if (bundle != null) {
            builder.tls(bundle.createSslContext());
        }
        JobRequest request = JobRequest.builder("greet")
                .payload("Ada".getBytes(StandardCharsets.UTF_8))
                .timeout(Duration.ofSeconds(1))
                .build();
        try (GearmanClient client = builder.build()) {
            return new String(client.execute(request), StandardCharsets.UTF_8);
        }
    }

    private X509Bundle issue(String name) {
        return TestCertificates.issuedBy(this.authority, name);
    }

    private static SslBundle bundle(@Nullable X509Bundle own, @Nullable X509Bundle trusted) {
        return SslBundle.of(stores(own, trusted));
    }

    private static PemSslStoreBundle stores(@Nullable X509Bundle own, @Nullable X509Bundle trusted) {
        return new PemSslStoreBundle(
                (own != null)
                        ? PemSslStoreDetails.forCertificate(own.getCertificatePathPEM())
                                .withPrivateKey(own.getPrivateKeyPEM())
                        : null,
                (trusted != null) ? PemSslStoreDetails.forCertificate(trusted.getCertificatePEM()) : null);
    }

    static class Greeter {

        @GearmanFunction("greet")
        String greet(String name) {
            return "Hello " + name;
        }
    }
}
