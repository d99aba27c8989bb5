package io.gearman.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a job server's port, which then takes nothing else (gearmand's {@code --ssl}). All files are PEM. They are loaded
 * again by {@link GearmanServer#reload()} and when they change; connections that are there keep what they have.
 *
 * @param certificate the server's certificate, and those that lead to its issuer ({@code --ssl-certificate})
 * @param key the private key: PKCS#8, RSA or EC, without a password ({@code --ssl-key})
 * @param clientCa who may issue the certificates of clients and workers ({@code --ssl-ca-file}); without it they are not
 *     asked for one. gearmand 1.1.20 loads the file and asks nobody.
 * @param clientCertificate whether a peer without a certificate is refused, if there is a {@code clientCa}
 * @param protocols such as {@code TLSv1.3}; empty for TLS 1.2 and 1.3
 * @param ciphers names of the JDK, such as {@code TLS_AES_128_GCM_SHA256}; empty for its defaults
 * @param handshakeTimeout how long a peer may take for the handshake
 * @param watch how often the files are looked at for changes
 */
public record TlsOptions(
        Path certificate,
        Path key,
        @Nullable Path clientCa,
        ClientCertificate clientCertificate,
        List<String> protocols,
        List<String> ciphers,
        Duration handshakeTimeout,
        Duration watch) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a time is not positive
     */
    public TlsOptions {
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(key);
        Objects.requireNonNull(clientCertificate);
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        positive("handshakeTimeout", handshakeTimeout);
        positive("watch", watch);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    /**
     * Returns options with 10 seconds for a handshake, a look at the files each 10 seconds, the JDK's ciphers, and no certificates of clients.
     *
     * @param certificate the server's certificate
     * @param key its private key
     * @return the options
     */
    public static TlsOptions of(Path certificate, Path key) {
        return new TlsOptions(
                certificate,
                key,
                null,
                ClientCertificate.REQUIRED,
                List.of(),
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }

    /**
     * Returns these options with certificates of clients, which are then required.
     *
     * @param ca who may issue them
     * @return the new options
     */
    public TlsOptions withClientCa(Path ca) {
        return withClientCa(ca, ClientCertificate.REQUIRED);
    }

    /**
     * Returns these options with certificates of clients.
     *
     * @param ca who may issue them
     * @param wanted whether a peer without one is refused
     * @return the new options
     */
    public TlsOptions withClientCa(Path ca, ClientCertificate wanted) {
        return new TlsOptions(
                this.certificate,
                this.key,
                ca,
                wanted,
                this.protocols,
                this.ciphers,
                this.handshakeTimeout,
                this.watch);
    }

    /**
     * Returns these options with other protocols and ciphers.
     *
     * @param versions such as {@code TLSv1.3}; empty for TLS 1.2 and 1.3
     * @param suites names of the JDK; empty for its defaults
     * @return the new options
     */
    public TlsOptions withProtocols(List<String> versions, List<String> suites) {
        return new TlsOptions(
                this.certificate,
                this.key,
                this.clientCa,
                this.clientCertificate,
                versions,
                suites,
                this.handshakeTimeout,
                this.watch);
    }

    /**
     * Returns these options with another time for the handshake.
     *
     * @param timeout how long a peer may take
     * @return the new options
     */
    public TlsOptions withHandshakeTimeout(Duration timeout) {
        return new TlsOptions(
                this.certificate,
                this.key,
                this.clientCa,
                this.clientCertificate,
                this.protocols,
                this.ciphers,
                timeout,
                this.watch);
    }

    /**
     * Returns these options with another time between two looks at the files.
     *
     * @param interval how often the files are looked at for changes
     * @return the new options
     */
    public TlsOptions withWatch(Duration interval) {
        return new TlsOptions(
                this.certificate,
                this.key,
                this.clientCa,
                this.clientCertificate,
                this.protocols,
                this.ciphers,
                this.handshakeTimeout,
                interval);
    }

    /** Whether a peer has to show a certificate. */
    public enum ClientCertificate {
        /** A peer without a certificate is refused in the handshake. */
        REQUIRED,
        /** A peer may come without one. */
        OPTIONAL
    }
}
