package io.gearman.server.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

/** Where a TLS port has its certificate and its key from. */
public sealed interface TlsKeys permits TlsFiles, TlsContext {

    /**
     * Makes what makes the handlers of connections.
     *
     * @param clientAuth whether peers are asked for a certificate
     * @param protocols what the JDK calls them
     * @param ciphers what the JDK calls them; empty for its defaults
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file is not what it should be
     * @throws IllegalArgumentException if the JDK lacks a protocol or cipher
     */
    SslContext load(ClientAuth clientAuth, List<String> protocols, List<String> ciphers)
            throws IOException, GeneralSecurityException;

    /** Returns something that is another when loading again would give another context. */
    Object version() throws IOException;
}
