package io.gearman.spring.boot.autoconfigure;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * A property that names an SSL bundle.
 *
 * @param name the property
 * @param bundle what it says, {@code null} or empty if it is not set
 * @param bundles all bundles
 */
record SslBundleProperty(String name, @Nullable String bundle, ObjectProvider<SslBundles> bundles) {

    /** Returns the bundle as it is now, {@code null} if the property is not set. */
    @Nullable
    SslBundle read() {
        if (this.bundle == null || this.bundle.isEmpty()) {
            return null;
        }
        SslBundles known = this.bundles.getObject();
        try {
            return known.getBundle(this.bundle);
        } catch (NoSuchSslBundleException ex) {
            throw new UnknownSslBundleException(this.name, this.bundle, known.getBundleNames(), ex);
        }
    }

    /**
     * Returns a context that is as the bundle is at each time.
     *
     * @param first the bundle as it was read
     */
    SSLContext context(SslBundle first) {
        String watched = Objects.requireNonNull(this.bundle, "Only a property that is set has a bundle");
        ReloadedSslContext context = new ReloadedSslContext(first.createSslContext());
        this.bundles
                .getObject()
                .addBundleUpdateHandler(watched, (changed) -> context.reload(changed.createSslContext()));
        return context;
    }
}
