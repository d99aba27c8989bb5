package io.gearman.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of a port: makes the handlers of new connections, from keys that are loaded again when they change; what cannot be
 * loaded leaves the last good ones in use. Handshakes are reckoned on threads of its own, so that they do not hold up the
 * engine. Safe for use by several threads.
 */
public final class ServerTls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    private final TlsKeys keys;

    private final ClientAuth clientAuth;

    private final List<String> protocols;

    private final List<String> ciphers;

    private final Duration handshakeTimeout;

    private final ScheduledExecutorService threads;

    private volatile SslContext context;

    private Object version;

    /**
     * Loads the keys.
     *
     * @param keys certificate, key and who may issue the certificates of peers
     * @param clientAuth whether peers are asked for a certificate, and refused without one
     * @param protocols what the JDK calls them; empty for TLS 1.2 and 1.3
     * @param ciphers what the JDK calls them; empty for its defaults
     * @param handshakeTimeout how long a peer may take
     * @param watch how often the files are looked at for changes
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file is not what it should be, or the JDK lacks a protocol or cipher
     */
    public ServerTls(
            TlsKeys keys,
            ClientAuth clientAuth,
            List<String> protocols,
            List<String> ciphers,
            Duration handshakeTimeout,
            Duration watch)
            throws IOException, GeneralSecurityException {
        this.keys = keys;
        this.clientAuth = clientAuth;
        this.protocols = protocols.isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : protocols;
        this.ciphers = ciphers;
        this.handshakeTimeout = handshakeTimeout;
        this.version = keys.version();
        this.context = load();
        this.threads = Executors.newScheduledThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                new DefaultThreadFactory("gearman-server-tls", true));
        this.threads.scheduleWithFixedDelay(
                this::loadIfChanged, watch.toMillis(), watch.toMillis(), TimeUnit.MILLISECONDS);
    }

    private SslContext load() throws IOException, GeneralSecurityException {
        try {
            SslContext loaded = this.keys.load(this.clientAuth, this.protocols, this.ciphers);
            // The JDK looks at the names of protocols and ciphers only now.
            loaded.newEngine(ByteBufAllocator.DEFAULT);
            return loaded;
        } catch (IllegalArgumentException ex) {
            throw new GeneralSecurityException(
                    "Protocols " + this.protocols + " or ciphers " + this.ciphers + " are not those of this JDK: "
                            + ex.getMessage(),
                    ex);
        }
    }

    /**
     * Loads the files again, for connections from now on.
     *
     * @throws IOException if a file cannot be read; the last good ones stay in use
     * @throws GeneralSecurityException if a file is not what it should be; the last good ones stay in use
     */
    public synchronized void reload() throws IOException, GeneralSecurityException {
        this.version = this.keys.version();
        this.context = load();
        log.info("Loaded the certificate of TLS again: {}", this.keys);
    }

    private synchronized void loadIfChanged() {
        try {
            if (!this.keys.version().equals(this.version)) {
                reload();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException ex) {
            log.error("Cannot load the changed TLS files, and goes on with the last good ones: {}", ex.toString());
        }
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = this.context.newHandler(allocator, this.threads);
        handler.setHandshakeTimeout(this.handshakeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        this.threads.shutdownNow();
    }
}
