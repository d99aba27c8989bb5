package io.gearman.server;

import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.engine.EngineLimits;
import io.gearman.server.engine.EngineOptions;
import io.gearman.server.engine.JobObserver;
import io.gearman.server.store.JobStore;
import io.gearman.server.transport.ServerTls;
import io.gearman.server.transport.TlsContext;
import io.gearman.server.transport.TlsFiles;
import io.gearman.server.transport.TlsKeys;
import io.gearman.server.transport.TransportOptions;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The values of {@link GearmanServerOptions}, and what they are to engine and transport. Used by one thread, or not changed. */
final class Settings {

    private static final long WAKEUP_TIMEOUT_MILLIS = 1000;

    @Nullable
    String host;

    int port = -1;

    @Nullable
    String inJvmName;

    int jobRetries = -1;

    String jobHandlePrefix = "H:" + hostName();

    int workerWakeup;

    boolean exceptions;

    String verbosity = "ERROR";

    ProtocolLimits protocolLimits = ProtocolLimits.DEFAULT;

    ConnectionLimits connectionLimits = ConnectionLimits.DEFAULT;

    @Nullable
    TlsOptions tls;

    @Nullable
    AccessRules access;

    KeepaliveOptions keepalive = KeepaliveOptions.DEFAULT;

    int backlog = 1024;

    long maxOutboundBytes = 1L << 30;

    @Nullable
    JobStore store;

    @Nullable
    JobObserver observer;

    @Nullable
    MonitorOptions monitor;

    @Nullable
    HttpOptions http;

    Settings copy() {
        Settings copy = new Settings();
        copy.host = this.host;
        copy.port = this.port;
        copy.inJvmName = this.inJvmName;
        copy.jobRetries = this.jobRetries;
        copy.jobHandlePrefix = this.jobHandlePrefix;
        copy.workerWakeup = this.workerWakeup;
        copy.exceptions = this.exceptions;
        copy.verbosity = this.verbosity;
        copy.protocolLimits = this.protocolLimits;
        copy.connectionLimits = this.connectionLimits;
        copy.tls = this.tls;
        copy.access = this.access;
        copy.keepalive = this.keepalive;
        copy.backlog = this.backlog;
        copy.maxOutboundBytes = this.maxOutboundBytes;
        copy.store = this.store;
        copy.observer = this.observer;
        copy.monitor = this.monitor;
        copy.http = this.http;
        return copy;
    }

    EngineOptions engineOptions() {
        ConnectionLimits limits = this.connectionLimits;
        return new EngineOptions(
                this.jobHandlePrefix,
                this.jobRetries,
                this.exceptions,
                this.workerWakeup,
                WAKEUP_TIMEOUT_MILLIS,
                ZoneId.systemDefault(),
                new EngineLimits(
                        limits.maxFunctions(),
                        limits.maxFunctionName(),
                        limits.maxFunctionsPerConnection(),
                        limits.maxQueue(),
                        limits.maxMemory()),
                new SecureRandom().nextLong());
    }

    TransportOptions transportOptions(@Nullable ServerTls serverTls) {
        return new TransportOptions(
                this.port >= 0 || this.http != null,
                this.inJvmName != null,
                this.backlog,
                this.protocolLimits,
                this.connectionLimits.maxConnections(),
                this.connectionLimits.packetTimeout(),
                this.maxOutboundBytes,
                this.connectionLimits.maxMemory() / 2,
                serverTls,
                this.keepalive.idleSeconds(),
                this.keepalive.intervalSeconds(),
                this.keepalive.count());
    }

    @Nullable
    ServerTls serverTls() {
        TlsOptions options = this.tls;
        if (options == null) {
            return null;
        }
        try {
            return new ServerTls(
                    keys(options.keys()),
                    switch (options.clientCertificate()) {
                        case REQUIRED -> ClientAuth.REQUIRE;
                        case OPTIONAL -> ClientAuth.OPTIONAL;
                        case NONE -> ClientAuth.NONE;
                    },
                    options.protocols(),
                    options.ciphers(),
                    options.handshakeTimeout(),
                    options.watch());
        } catch (IOException | GeneralSecurityException ex) {
            throw new GearmanServerException("Cannot use TLS: " + reason(ex), ex);
        }
    }

    private static TlsKeys keys(TlsOptions.Keys keys) {
        return (keys instanceof TlsOptions.PemFiles files)
                ? new TlsFiles(files.certificate(), files.key(), files.clientCa())
                : new TlsContext(((TlsOptions.Context) keys).context());
    }

    /** The message of a file that is not there is its name alone. */
    static String reason(Exception ex) {
        return ex instanceof NoSuchFileException ? "no such file: " + ex.getMessage() : String.valueOf(ex.getMessage());
    }

    private static String hostName() {
        String name;
        try {
            // What uname says; asking the resolver can take seconds.
            name = Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.US_ASCII)
                    .trim();
        } catch (IOException ex) {
            name = InetAddress.getLoopbackAddress().getHostName();
        }
        return name.isEmpty() ? "localhost" : name.substring(0, Math.min(40, name.length()));
    }
}
