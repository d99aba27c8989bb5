package io.gearman.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a job server's port, which then takes nothing else (gearmand's {@code --ssl}).
 *
 * @param keys the server's certificate and private key, and whose certificates it takes
 * @param clientCertificate whether a peer is asked for a certificate, and refused without one
 * @param protocols such as {@code TLSv1.3}; empty for TLS 1.2 and 1.3
 * @param ciphers names of the JDK, such as {@code TLS_AES_128_GCM_SHA256}; empty for its defaults
 * @param handshakeTimeout how long a peer may take for the handshake
 * @param watch how often files are looked at for changes
 */
public record TlsOptions(
        Keys keys,
        ClientCertificate clientCertificate,
        List<String> protocols,
        List<String> ciphers,
        Duration handshakeTimeout,
        Duration watch) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if a time is not positive, or peers are asked for certificates of nobody
     */
    public TlsOptions {
        Objects.requireNonNull(keys);
        Objects.requireNonNull(clientCertificate);
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        positive("handshakeTimeout", handshakeTimeout);
        positive("watch", watch);
        if (clientCertificate != ClientCertificate.NONE && keys instanceof PemFiles files && files.clientCa() == null) {
            throw new IllegalArgumentException(
                    "clientCertificate: " + clientCertificate + " (expected: with a clientCa, which issues them)");
        }
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
        return of(new PemFiles(certificate, key, null));
    }

    /**
     * Returns options with 10 seconds for a handshake, the JDK's ciphers, and no certificates of clients.
     *
     * @param context has the server's certificate and key; asked anew for each connection
     * @return the options
     */
    public static TlsOptions of(SSLContext context) {
        return of(new Context(context));
    }

    private static TlsOptions of(Keys keys) {
        return new TlsOptions(
                keys, ClientCertificate.NONE, List.of(), List.of(), Duration.ofSeconds(10), Duration.ofSeconds(10));
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
     * @throws IllegalStateException if there are no files but a context, which says itself whom it trusts
     */
    public TlsOptions withClientCa(Path ca, ClientCertificate wanted) {
        if (!(this.keys instanceof PemFiles files)) {
            throw new IllegalStateException("A context says itself whom it trusts: use withClientCertificate");
        }
        PemFiles trusting = new PemFiles(files.certificate(), files.key(), ca);
        return new TlsOptions(trusting, wanted, this.protocols, this.ciphers, this.handshakeTimeout, this.watch);
    }

    /**
     * Returns these options with or without certificates of clients.
     *
     * @param wanted whether a peer is asked for one, and refused without
     * @return the new options
     * @throws IllegalArgumentException if peers are asked for certificates of nobody
     */
    public TlsOptions withClientCertificate(ClientCertificate wanted) {
        return new TlsOptions(this.keys, wanted, this.protocols, this.ciphers, this.handshakeTimeout, this.watch);
    }

    /**
     * Returns these options with other protocols and ciphers.
     *
     * @param versions such as {@code TLSv1.3}; empty for TLS 1.2 and 1.3
     * @param suites names of the JDK; empty for its defaults
     * @return the new options
     */
    public TlsOptions withProtocols(List<String> versions, List<String> suites) {
        return new TlsOptions(this.keys, this.clientCertificate, versions, suites, this.handshakeTimeout, this.watch);
    }

    /**
     * Returns these options with another time for the handshake.
     *
     * @param timeout how long a peer may take
     * @return the new options
     */
    public TlsOptions withHandshakeTimeout(Duration timeout) {
        return new TlsOptions(this.keys, this.clientCertificate, this.protocols, this.ciphers, timeout, this.watch);
    }

    /**
     * Returns these options with another time between two looks at the files.
     *
     * @param interval how often the files are looked at for changes
     * @return the new options
     */
    public TlsOptions withWatch(Duration interval) {
        return new TlsOptions(
                this.keys, this.clientCertificate, this.protocols, this.ciphers, this.handshakeTimeout, interval);
    }

    /** Whether a peer is asked for a certificate. */
    public enum ClientCertificate {
        /** A peer without a certificate is refused in the handshake. */
        REQUIRED,
        /** A peer may come without one. */
        OPTIONAL,
        /** A peer is not asked for one. */
        NONE
    }

    /** Where the server's certificate and private key are. */
    public sealed interface Keys permits PemFiles, Context {}

    /**
     * Files in PEM. They are loaded again by {@link GearmanServer#reload()} and when they change; connections that are there keep
     * what they have.
     *
     * @param certificate the server's certificate, and those that lead to its issuer ({@code --ssl-certificate})
     * @param key the private key: PKCS#8, RSA or EC, without a password ({@code --ssl-key})
     * @param clientCa who may issue the certificates of clients and workers ({@code --ssl-ca-file}); {@code null}: nobody.
     *     gearmand 1.1.20 loads the file and asks nobody.
     */
    public record PemFiles(
            Path certificate, Path key, @Nullable Path clientCa) implements Keys {

        /** Checks that there are a certificate and a key. */
        public PemFiles {
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(key);
        }
    }

    /**
     * A context of the JDK, which makes the engine of each connection.
     *
     * @param context has the server's certificate and key, and trusts the issuers of clients' certificates
     */
    public record Context(SSLContext context) implements Keys {

        /** Checks that there is a context. */
        public Context {
            Objects.requireNonNull(context);
        }
    }
}
