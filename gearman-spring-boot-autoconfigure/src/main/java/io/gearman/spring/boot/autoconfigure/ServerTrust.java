package io.gearman.spring.boot.autoconfigure;

import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/**
 * How connections to the job servers are encrypted: by the bundle of {@code gearman.ssl.bundle}. A bundle that changes holds
 * for connections from then on. Safe for use from multiple threads.
 */
final class ServerTrust {

    private final @Nullable SSLContext context;

    private ServerTrust(@Nullable SSLContext context) {
        this.context = context;
    }

    static ServerTrust of(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
        if (bundle == null || bundle.isEmpty()) {
            return new ServerTrust(null);
        }
        SslBundles known = bundles.getObject();
        try {
            ReloadedSslContext context =
                    new ReloadedSslContext(known.getBundle(bundle).createSslContext());
            known.addBundleUpdateHandler(bundle, (changed) -> context.reload(changed.createSslContext()));
            return new ServerTrust(context);
        } catch (NoSuchSslBundleException ex) {
            throw new UnknownSslBundleException(bundle, known.getBundleNames(), ex);
        }
    }

    /** Gives the context to a builder, if connections are to be encrypted. */
    void applyTo(Consumer<SSLContext> tls) {
        if (this.context != null) {
            tls.accept(this.context);
        }
    }
}
