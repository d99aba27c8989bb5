package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.TlsOptions;
import io.gearman.server.TlsOptions.ClientCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * TLS of the embedded server's port, by the bundle of {@code gearman.server.ssl.bundle}. A bundle that changes holds for
 * connections from then on.
 *
 * @param properties the bundle, and whether clients show certificates
 * @param bundles all bundles
 */
record EmbeddedServerTls(GearmanServerProperties.Ssl properties, ObjectProvider<SslBundles> bundles) {

    /** Returns how the port is encrypted, {@code null} if it is not. */
    @Nullable
    TlsOptions options() {
        SslBundleProperty property =
                new SslBundleProperty("gearman.server.ssl.bundle", this.properties.bundle(), this.bundles);
        SslBundle bundle = property.read();
        if (bundle == null) {
            return null;
        }
        check(bundle);
        return TlsOptions.of(property.context(bundle))
                .withClientCertificate(clientCertificate())
                .withProtocols(
                        listOf(bundle.getOptions().getEnabledProtocols()),
                        listOf(bundle.getOptions().getCiphers()));
    }

    private void check(SslBundle bundle) {
        if (bundle.getStores().getKeyStore() == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.ssl.bundle",
                    this.properties.bundle(),
                    "The bundle has no key store, from which the server takes its certificate.");
        }
        // Without a trust store the JDK's own would count, and with it the certificates that anybody can buy.
        if (clientCertificate() != ClientCertificate.NONE && bundle.getStores().getTrustStore() == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "gearman.server.ssl.client-auth",
                    this.properties.clientAuth(),
                    "The bundle '%s' has no trust store, which says whose certificates clients may show."
                            .formatted(this.properties.bundle()));
        }
    }

    private ClientCertificate clientCertificate() {
        return switch (this.properties.clientAuth()) {
            case NONE -> ClientCertificate.NONE;
            case WANT -> ClientCertificate.OPTIONAL;
            case NEED -> ClientCertificate.REQUIRED;
        };
    }

    private static List<String> listOf(String @Nullable [] names) {
        return (names != null) ? List.of(names) : List.of();
    }
}
