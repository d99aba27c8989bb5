package io.gearman.spring.boot.autoconfigure;

import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
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
        SslBundleProperty property = new SslBundleProperty("gearman.ssl.bundle", bundle, bundles);
        SslBundle found = property.read();
        return new ServerTrust((found != null) ? property.context(found) : null);
    }

    /** Gives the context to a builder, if connections are to be encrypted. */
    void applyTo(Consumer<SSLContext> tls) {
        if (this.context != null) {
            tls.accept(this.context);
        }
    }
}
