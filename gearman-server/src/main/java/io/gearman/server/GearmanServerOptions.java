package io.gearman.server;

import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.engine.JobObserver;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of a {@link GearmanServer}. Immutable; made by a {@link Builder}. */
public final class GearmanServerOptions {

    /** The port that Gearman has at IANA. */
    public static final int DEFAULT_PORT = 4730;

    private final Settings settings;

    private GearmanServerOptions(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins with the defaults: no TCP port, no in-JVM name, unlimited retries.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the host to listen on.
     *
     * @return a name or address, or empty for all addresses
     */
    public Optional<String> host() {
        return Optional.ofNullable(this.settings.host);
    }

    /**
     * Returns the TCP port to listen on.
     *
     * @return a port, 0 for any free one, or empty for no TCP at all
     */
    public OptionalInt port() {
        return this.settings.port < 0 ? OptionalInt.empty() : OptionalInt.of(this.settings.port);
    }

    /**
     * Returns the name to listen under within this JVM.
     *
     * @return the name, or empty for none
     */
    public Optional<String> inJvmName() {
        return Optional.ofNullable(this.settings.inJvmName);
    }

    /**
     * Returns how often a job may lose its worker.
     *
     * @return -1 for any number, 0 and 1 for never, N to fail it at the N-th loss
     */
    public int jobRetries() {
        return this.settings.jobRetries;
    }

    /**
     * Returns what job handles begin with.
     *
     * @return the prefix without the colon before the number
     */
    public String jobHandlePrefix() {
        return this.settings.jobHandlePrefix;
    }

    /**
     * Returns how many sleeping workers a new job wakes.
     *
     * @return the number, or 0 for as many as there are jobs for them
     */
    public int workerWakeup() {
        return this.settings.workerWakeup;
    }

    /**
     * Returns how much is logged, as told to an operator.
     *
     * @return a level in gearmand's words
     */
    public String verbosity() {
        return this.settings.verbosity;
    }

    /**
     * Returns whether connections begin with the {@code exceptions} option on.
     *
     * @return {@code false} by default, as with gearmand
     */
    public boolean exceptions() {
        return this.settings.exceptions;
    }

    /**
     * Returns where background jobs are kept.
     *
     * @return the store, or empty for a {@link MemoryJobStore}
     */
    public Optional<JobStore> store() {
        return Optional.ofNullable(this.settings.store);
    }

    /**
     * Returns what a peer may send.
     *
     * @return the limits
     */
    public ProtocolLimits protocolLimits() {
        return this.settings.protocolLimits;
    }

    /**
     * Returns how many connections the system holds until they are accepted.
     *
     * @return 1024 by default
     */
    public int backlog() {
        return this.settings.backlog;
    }

    /**
     * Returns how much may wait for a peer that does not read.
     *
     * @return bytes; 1 GiB by default
     */
    public long maxOutboundBytes() {
        return this.settings.maxOutboundBytes;
    }

    /**
     * Returns where jobs are taken over HTTP.
     *
     * @return the HTTP port, or empty for none
     */
    public Optional<HttpOptions> http() {
        return Optional.ofNullable(this.settings.http);
    }

    /**
     * Returns where metrics and health are told.
     *
     * @return the monitor port, or empty for none
     */
    public Optional<MonitorOptions> monitor() {
        return Optional.ofNullable(this.settings.monitor);
    }

    /**
     * Returns what all peers together may cost.
     *
     * @return {@link ConnectionLimits#DEFAULT} by default
     */
    public ConnectionLimits connectionLimits() {
        return this.settings.connectionLimits;
    }

    Settings settings() {
        return this.settings;
    }

    /** Collects the settings of a server. Not safe for use by several threads. */
    public static final class Builder {

        private final Settings settings = new Settings();

        private Builder() {}

        /**
         * Sets the host to listen on; every address that it resolves to is bound. Default all addresses.
         *
         * @param host a name or address
         * @return this builder
         */
        public Builder listen(String host) {
            this.settings.host = Objects.requireNonNull(host);
            return this;
        }

        /**
         * Sets the TCP port to listen on. Default none.
         *
         * @param port a port, or 0 for any free one
         * @return this builder
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
            this.settings.port = port;
            return this;
        }

        /**
         * Sets the name to listen under within this JVM. Default none.
         *
         * @param name a name that no other server of this JVM has
         * @return this builder
         */
        public Builder inJvmName(String name) {
            this.settings.inJvmName = Objects.requireNonNull(name);
            return this;
        }

        /**
         * Sets how often a job may lose its worker. Default -1.
         *
         * @param jobRetries -1 for any number, 0 and 1 for never, N to fail it at the N-th loss
         * @return this builder
         */
        public Builder jobRetries(int jobRetries) {
            this.settings.jobRetries = jobRetries;
            return this;
        }

        /**
         * Sets what job handles begin with. Default {@code H:} and the host name.
         *
         * @param prefix 1 to 42 printable ASCII characters without spaces
         * @return this builder
         */
        public Builder jobHandlePrefix(String prefix) {
            this.settings.jobHandlePrefix = Objects.requireNonNull(prefix);
            return this;
        }

        /**
         * Sets how many sleeping workers a new job wakes. Default 0.
         *
         * @param workerWakeup the number, or 0 for as many as there are jobs for them
         * @return this builder
         */
        public Builder workerWakeup(int workerWakeup) {
            this.settings.workerWakeup = workerWakeup;
            return this;
        }

        /**
         * Sets what the text command {@code verbose} answers; it changes no logging. Default {@code ERROR}.
         *
         * @param verbosity a level in gearmand's words, from {@code FATAL} to {@code DEBUG}
         * @return this builder
         */
        public Builder verbosity(String verbosity) {
            this.settings.verbosity = Objects.requireNonNull(verbosity);
            return this;
        }

        /**
         * Sets whether connections begin with the {@code exceptions} option on. Default {@code false}.
         *
         * @param exceptions whether to
         * @return this builder
         */
        public Builder exceptions(boolean exceptions) {
            this.settings.exceptions = exceptions;
            return this;
        }

        /**
         * Sets what a peer may send. Default {@link ProtocolLimits#DEFAULT}.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder protocolLimits(ProtocolLimits limits) {
            this.settings.protocolLimits = Objects.requireNonNull(limits);
            return this;
        }

        /**
         * Sets what all peers together may cost. Default {@link ConnectionLimits#DEFAULT}.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder connectionLimits(ConnectionLimits limits) {
            this.settings.connectionLimits = Objects.requireNonNull(limits);
            return this;
        }

        /**
         * Sets TLS for the TCP port, which then takes nothing else. Default none.
         *
         * @param tls certificate and key
         * @return this builder
         */
        public Builder tls(TlsOptions tls) {
            this.settings.tls = Objects.requireNonNull(tls);
            return this;
        }

        /**
         * Sets who is told what becomes of each job. Default nobody.
         *
         * @param observer called on the engine's thread; must not block
         * @return this builder
         */
        public Builder jobObserver(JobObserver observer) {
            this.settings.observer = observer;
            return this;
        }

        /**
         * Sets who may do what. Default everybody everything, as with gearmand.
         *
         * @param rules the rules
         * @return this builder
         */
        public Builder access(AccessRules rules) {
            this.settings.access = Objects.requireNonNull(rules);
            return this;
        }

        /**
         * Sets how silent peers are probed. Default {@link KeepaliveOptions#DEFAULT}.
         *
         * @param keepalive times and number of probes
         * @return this builder
         */
        public Builder keepalive(KeepaliveOptions keepalive) {
            this.settings.keepalive = Objects.requireNonNull(keepalive);
            return this;
        }

        /**
         * Sets how many connections the system holds until they are accepted. Default 1024.
         *
         * @param backlog the number
         * @return this builder
         */
        public Builder backlog(int backlog) {
            this.settings.backlog = backlog;
            return this;
        }

        /**
         * Sets how much may wait for a peer that does not read before it is disconnected. Default 1 GiB.
         *
         * @param bytes the number of bytes
         * @return this builder
         */
        public Builder maxOutboundBytes(long bytes) {
            this.settings.maxOutboundBytes = bytes;
            return this;
        }

        /**
         * Sets where background jobs are kept. Default a {@link MemoryJobStore}, from which they are gone with the process.
         *
         * @param store the store, for one server only, which opens and closes it
         * @return this builder
         */
        public Builder store(JobStore store) {
            this.settings.store = Objects.requireNonNull(store);
            return this;
        }

        /**
         * Sets where to take jobs over HTTP. Default nowhere.
         *
         * @param http the HTTP port
         * @return this builder
         */
        public Builder http(HttpOptions http) {
            this.settings.http = Objects.requireNonNull(http);
            return this;
        }

        /**
         * Sets where to tell metrics and health. Default nowhere.
         *
         * @param monitor the monitor port
         * @return this builder
         */
        public Builder monitor(MonitorOptions monitor) {
            this.settings.monitor = Objects.requireNonNull(monitor);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options as set so far
         */
        public GearmanServerOptions build() {
            return new GearmanServerOptions(this.settings.copy());
        }
    }
}
