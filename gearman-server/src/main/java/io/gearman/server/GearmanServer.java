package io.gearman.server;

import io.gearman.server.admin.AdminCommands;
import io.gearman.server.engine.EngineStatistics;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.server.engine.JobEngine;
import io.gearman.server.http.Health;
import io.gearman.server.http.HttpJobProtocol;
import io.gearman.server.http.MonitorServer;
import io.gearman.server.http.MonitoredServer;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import io.gearman.server.transport.EngineLoop;
import io.gearman.server.transport.ServerTls;
import io.gearman.server.transport.ServerTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Gearman job server. It serves any Gearman client and worker over TCP, and those of this JVM without a socket.
 *
 * <pre>{@code
 * try (GearmanServer server = GearmanServer.start(GearmanServerOptions.builder().port(4730).build())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class GearmanServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GearmanServer.class);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final GearmanServerOptions options;

    private final ServerTransport transport;

    private final EngineLoop engineLoop;

    private final JobEngine engine;

    private final @Nullable ServerTls tls;

    private final JobStore store;

    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private List<InetSocketAddress> httpAddresses = List.of();

    private List<InetSocketAddress> monitorAddresses = List.of();

    private @Nullable MonitorServer monitor;

    private volatile Stage stage = Stage.STARTING;

    private final AtomicBoolean closed = new AtomicBoolean();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private GearmanServer(GearmanServerOptions options) {
        this.options = options;
        this.store = options.store().orElseGet(MemoryJobStore::new);
        this.engine = new JobEngine(options.settings().engineOptions(), this.store);
        if (options.settings().access != null) {
            this.engine.setAccessPolicy(options.settings().access);
        }
        if (options.settings().observer != null) {
            this.engine.setObserver(options.settings().observer);
        }
        this.tls = options.settings().serverTls();
        this.transport = new ServerTransport(options.settings().transportOptions(this.tls));
        AdminCommands commands =
                new AdminCommands(this.engine.administration(), GearmanVersion.current(), options.verbosity());
        this.engineLoop = new EngineLoop(
                this.transport.engineEventLoop(), this.engine, commands, this.transport.buffers(), Clock.systemUTC());
    }

    /**
     * Starts a server. It serves when this method returns.
     *
     * @param options where to listen, and how to treat jobs
     * @return the running server
     * @throws GearmanServerException if an address cannot be bound
     * @throws io.gearman.server.store.JobStoreException if the store cannot be opened
     */
    public static GearmanServer start(GearmanServerOptions options) {
        GearmanServer server = new GearmanServer(options);
        try {
            server.startMonitor();
            server.engineLoop.open();
            server.listen();
            server.stage = Stage.SERVING;
        } catch (RuntimeException ex) {
            server.close();
            throw ex;
        }
        return server;
    }

    private void listen() {
        if (this.options.inJvmName().isPresent()) {
            listenInJvm(this.options.inJvmName().get());
        }
        if (this.options.port().isPresent()) {
            this.addresses.addAll(bind(
                    this.options.host(),
                    this.options.port().getAsInt(),
                    address -> this.transport.listen(address, this.engineLoop)));
            log.info("Gearman job server {} listens on {}", GearmanVersion.current(), this.addresses);
        }
        this.options.http().ifPresent(this::listenForHttp);
    }

    private void listenForHttp(HttpOptions http) {
        HttpJobProtocol protocol = new HttpJobProtocol(
                GearmanVersion.current(),
                http.maxPayload(),
                this.options.protocolLimits().maxPacketSize(),
                this.options.connectionLimits().maxMemory() / 2,
                http.requestTimeout(),
                http.jobTimeout());
        this.httpAddresses = bind(
                http.host().or(this.options::host),
                http.port(),
                address -> this.transport.listen(address, this.engineLoop, protocol::addTo));
        log.info("Jobs are taken over HTTP on {}", this.httpAddresses);
    }

    private void listenInJvm(String name) {
        try {
            this.transport.listenInJvm(name, this.engineLoop);
        } catch (Exception ex) {
            throw new GearmanServerException(
                    "Cannot serve as '" + name + "' within this JVM: another job server has that name", ex);
        }
    }

    /** Before the store is opened, so that probes are answered while its jobs are taken in. */
    private void startMonitor() {
        MonitorOptions monitorOptions = this.options.monitor().orElse(null);
        if (monitorOptions == null) {
            return;
        }
        MonitorServer started = new MonitorServer(new Monitored(), monitorOptions.maxFunctions());
        this.monitor = started;
        Optional<String> host = monitorOptions.host().or(this.options::host);
        this.monitorAddresses = bind(host, monitorOptions.port(), started::listen);
        log.info("Metrics and health are on {}", this.monitorAddresses);
    }

    /** Binds every address of a host. */
    private static List<InetSocketAddress> bind(Optional<String> host, int port, Binding binding) {
        List<InetSocketAddress> bound = new ArrayList<>();
        for (InetSocketAddress address : resolve(host, port)) {
            // Several addresses of one host share the port that the first of them found free.
            int shared = bound.isEmpty() ? port : bound.get(0).getPort();
            InetSocketAddress wanted = new InetSocketAddress(address.getAddress(), shared);
            try {
                bound.add(binding.bind(wanted));
            } catch (Exception ex) {
                throw new GearmanServerException(
                        "Cannot listen on " + wanted + ": " + ex.getMessage()
                                + ". Another job server may be running there; choose another port or stop it.",
                        ex);
            }
        }
        return bound;
    }

    private static List<InetSocketAddress> resolve(Optional<String> host, int port) {
        if (host.isEmpty()) {
            return List.of(new InetSocketAddress(port));
        }
        try {
            List<InetSocketAddress> resolved = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(host.get())) {
                resolved.add(new InetSocketAddress(address, port));
            }
            return resolved;
        } catch (UnknownHostException ex) {
            throw new GearmanServerException("Cannot listen on '" + host.get() + "': no such host", ex);
        }
    }

    /**
     * Returns the TCP port.
     *
     * @return the port that is bound, or -1 if the server has none
     */
    public int port() {
        return port(this.addresses);
    }

    private static int port(List<InetSocketAddress> bound) {
        return bound.isEmpty() ? -1 : bound.get(0).getPort();
    }

    /**
     * Returns the port of jobs over HTTP.
     *
     * @return the port that is bound, or -1 if the server has none
     */
    public int httpPort() {
        return port(this.httpAddresses);
    }

    /**
     * Returns the port of metrics and health.
     *
     * @return the port that is bound, or -1 if the server has none
     */
    public int monitorPort() {
        return port(this.monitorAddresses);
    }

    /**
     * Returns the name under which clients and workers of this JVM reach the server.
     *
     * @return the id of a Netty local address, or empty if the server has none
     */
    public Optional<String> inJvmName() {
        return this.options.inJvmName();
    }

    /**
     * Lists the functions and their numbers. The cost grows with the number of functions, not of jobs.
     *
     * @return the functions, in no order
     * @throws IllegalStateException if the server is closed or does not answer within 5 seconds
     */
    public List<FunctionStatus> functions() {
        try {
            return this.engineLoop
                    .ask(this.engine.administration()::functions)
                    .get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the job server", ex);
        } catch (ExecutionException | TimeoutException ex) {
            throw new IllegalStateException("The job server does not answer", ex);
        }
    }

    /**
     * Asks for all that the server counts. The engine spends time only when it is asked, by the number of functions.
     *
     * @return the numbers, once the engine's thread has read them; an {@link IllegalStateException} if the server is closed
     */
    public CompletableFuture<EngineStatistics> statistics() {
        return this.engineLoop.ask(this.engine::statistics);
    }

    /**
     * Returns where background jobs are kept.
     *
     * @return the store, for questions that any thread may ask
     */
    public JobStore store() {
        return this.store;
    }

    /**
     * Loads again what it has from files: the certificates of TLS, for new connections, and the access rules, for all.
     *
     * @throws GearmanServerException if a file cannot be used; the server goes on with what it has
     */
    public void reload() {
        Optional<AccessRules> rules = Optional.ofNullable(this.options.settings().access)
                .flatMap(AccessRules::file)
                .map(AccessRules::in);
        try {
            if (this.tls != null) {
                this.tls.reload();
            }
        } catch (IOException | GeneralSecurityException ex) {
            throw new GearmanServerException("Cannot load the TLS files again: " + Settings.reason(ex), ex);
        }
        rules.ifPresent(loaded -> this.engineLoop.run(() -> this.engine.setAccessPolicy(loaded)));
    }

    /**
     * Tells whether the server serves.
     *
     * @return {@code false} once it is closed
     */
    public boolean isRunning() {
        return !this.closed.get();
    }

    /**
     * Stops gracefully: takes no more connections, refuses new jobs with an error, and closes when running jobs have
     * ended and connected workers have emptied the queues.
     *
     * @param grace how long to wait before closing all the same
     */
    public void shutdown(Duration grace) {
        if (this.closed.get()) {
            return;
        }
        this.stage = Stage.STOPPING;
        this.transport.stopListening();
        try {
            this.engineLoop.drain().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ex) {
            log.warn("Closing the job server with jobs unfinished after {}", grace);
        }
        close();
    }

    /**
     * Stops at once: closes all connections and ends the threads. Returns when the store has ended, also if another thread
     * has begun to close the server, so that the process may end then.
     */
    @Override
    public void close() {
        if (!this.closed.compareAndSet(false, true)) {
            this.ended.join();
            return;
        }
        try {
            this.stage = Stage.STOPPING;
            this.engineLoop.stop();
            this.transport.close();
            this.engine.close();
            if (this.monitor != null) {
                this.monitor.close();
            }
        } finally {
            this.ended.complete(null);
        }
    }

    private enum Stage {
        STARTING,
        SERVING,
        STOPPING
    }

    @FunctionalInterface
    private interface Binding {

        InetSocketAddress bind(InetSocketAddress address) throws Exception;
    }

    /** This server as its monitor port sees it. */
    private final class Monitored implements MonitoredServer {

        @Override
        public String version() {
            return GearmanVersion.current();
        }

        @Override
        public Health health() {
            return switch (GearmanServer.this.stage) {
                case STARTING -> Health.STARTING;
                case SERVING -> GearmanServer.this.store.isAvailable() ? Health.UP : Health.STORE_UNAVAILABLE;
                case STOPPING -> Health.STOPPING;
            };
        }

        @Override
        public CompletableFuture<EngineStatistics> statistics() {
            // While the store is opened, the engine belongs to the thread that starts the server.
            return GearmanServer.this.stage == Stage.STARTING
                    ? CompletableFuture.failedFuture(new IllegalStateException("The job server is starting"))
                    : GearmanServer.this.statistics();
        }

        @Override
        public JobStore store() {
            return GearmanServer.this.store;
        }
    }
}
