package io.gearman.server.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A context of the JDK for a TLS port. Whoever made it says what it has; a change needs no loading.
 *
 * @param context makes the engine of each connection
 */
public record TlsContext(SSLContext context) implements TlsKeys {

    @Override
    public SslContext load(ClientAuth clientAuth, List<String> protocols, List<String> ciphers) {
        return new JdkSslContext(
                this.context,
                false,
                ciphers.isEmpty() ? null : ciphers,
                IdentityCipherSuiteFilter.INSTANCE,
                null,
                clientAuth,
                protocols.toArray(String[]::new),
                false);
    }

    @Override
    public Object version() {
        return this.context;
    }
}
