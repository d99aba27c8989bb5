package io.gearman.transport;

import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.local.LocalAddress;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server connected: makes a {@link Link} to it, and another one whenever that is lost, until it is closed.
 *
 * <p>Any thread may call the public methods. The state changes on one event loop, which also calls the listener.
 */
public final class GearmanConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GearmanConnection.class);

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final ServerAddress address;

    private final ConnectionOptions options;

    private final EventLoops loops;

    private final EventLoop eventLoop;

    private final ConnectionListener listener;

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile @Nullable Link link;

    private volatile @Nullable String lastError;

    private State state = State.NEW;

    private int attempts;

    private long lastAttempt;

    private @Nullable Channel channel;

    private @Nullable Future<?> retry;

    /**
     * Creates a connection, which does nothing until {@link #connect()}.
     *
     * @param address the server
     * @param options how to connect
     * @param loops the threads to run on
     * @param listener is told what happens
     */
    public GearmanConnection(
            ServerAddress address, ConnectionOptions options, EventLoops loops, ConnectionListener listener) {
        this.address = address;
        this.options = options;
        this.loops = loops;
        this.eventLoop = loops.group(address).next();
        this.listener = listener;
    }

    /**
     * Returns the server.
     *
     * @return the address
     */
    public ServerAddress address() {
        return this.address;
    }

    /**
     * Returns the event loop on which everything of this connection happens.
     *
     * @return the event loop, which also takes tasks and timers
     */
    public EventLoop eventLoop() {
        return this.eventLoop;
    }

    /**
     * Begins something and waits for what comes of it. A thread that does so again and again, and alone, runs the event loop of
     * this connection meanwhile, so that nothing is handed from one thread to another.
     *
     * @param <T> what comes of it
     * @param awaited what to begin and to wait for
     * @return the outcome
     */
    public <T> T attend(Awaited<T> awaited) {
        if (this.eventLoop instanceof LendingEventLoop lending) {
            return lending.attend(awaited);
        }
        awaited.begin();
        return awaited.outcome();
    }

    /**
     * Returns the link that is up.
     *
     * @return the link, or {@code null} while there is none
     */
    public @Nullable Link link() {
        return this.link;
    }

    /**
     * Tells how this connection stands.
     *
     * @return whether it is up, and its last error
     */
    public ServerHealth health() {
        return new ServerHealth(this.address, this.link != null, this.lastError);
    }

    /**
     * Begins to connect. A connection that waits for its back-off to end tries at once, but not more often than the back-off's
     * initial time; one that is up or is connecting is left alone.
     */
    public void connect() {
        execute(this::connectSoon);
    }

    /**
     * Closes the link, if any, and makes no other one. A link that is up goes down first, and the listener is told.
     */
    @Override
    public void close() {
        try {
            this.eventLoop.execute(this::closeNow);
        } catch (RejectedExecutionException ex) {
            this.closed.complete(null);
        }
    }

    /**
     * Tells when this connection is closed.
     *
     * @return completes in the event loop once {@link #close()} was called, the link is down and the listener has been told
     */
    public CompletableFuture<Void> closed() {
        return this.closed;
    }

    private void execute(Runnable task) {
        try {
            this.eventLoop.execute(task);
        } catch (RejectedExecutionException ex) {
            LOG.debug("{}: the event loop has ended", this.address);
        }
    }

    private void connectSoon() {
        if (this.state == State.NEW) {
            attempt();
        } else if (this.state == State.WAITING) {
            long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.lastAttempt);
            waitFor(Math.max(0, this.options.backoff().initial().toMillis() - since));
        }
    }

    private void waitFor(long millis) {
        this.state = State.WAITING;
        if (this.retry != null) {
            this.retry.cancel(false);
        }
        this.retry = this.eventLoop.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
    }

    private void attempt() {
        if (this.state == State.CLOSED) {
            return;
        }
        this.state = State.CONNECTING;
        this.retry = null;
        this.lastAttempt = System.nanoTime();
        this.attempts++;
        if (this.address.isInJvm()) {
            connectTo(List.of(new LocalAddress(this.address.host())), 0);
        } else {
            resolve();
        }
    }

    /** Looking up a host name blocks, so it gets a thread of its own; each attempt looks it up anew. */
    private void resolve() {
        try {
            this.loops.resolver().execute(this::lookUp);
        } catch (RejectedExecutionException ex) {
            LOG.debug("{}: the event loops are closed", this.address);
        }
    }

    private void lookUp() {
        try {
            List<InetSocketAddress> found = Stream.of(InetAddress.getAllByName(this.address.host()))
                    .map(each -> new InetSocketAddress(each, this.address.port()))
                    .toList();
            execute(() -> connectTo(found, 0));
        } catch (UnknownHostException ex) {
            execute(() -> failed(new UnknownHostException("Unknown host " + this.address.host())));
        }
    }

    private void connectTo(List<? extends SocketAddress> addresses, int index) {
        if (this.state == State.CLOSED) {
            return;
        }
        ChannelFuture connecting = this.loops
                .bootstrap(this.address)
                .group(this.eventLoop)
                .handler(new Initializer())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        this.options.connectTimeout().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .connect(addresses.get(index));
        this.channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                return;
            }
            if (index + 1 < addresses.size()) {
                connectTo(addresses, index + 1);
            } else {
                failed(done.cause());
            }
        });
    }

    private void failed(Throwable cause) {
        if (this.state == State.CLOSED) {
            return;
        }
        IOException error = new IOException("Cannot connect to " + this.address + ": " + message(cause), cause);
        this.lastError = error.getMessage();
        if (this.attempts == 1) {
            LOG.warn("{}; trying again until it works", this.lastError);
        } else {
            LOG.debug("{} (attempt {})", this.lastError, this.attempts);
        }
        waitFor(this.options.backoff().delayMillis(this.attempts - 1));
        this.listener.connectFailed(error);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }

    void up(Link link) {
        this.link = link;
        if (this.state == State.CLOSED) {
            link.closeNow(closedByThisSide());
        } else {
            this.state = State.UP;
            logUp();
        }
        this.listener.up(link);
    }

    private void logUp() {
        if (this.lastError == null) {
            LOG.debug("Connected to {}", this.address);
        } else {
            LOG.info("Connected to {} again", this.address);
        }
    }

    /** The server speaks: the next failure starts the back-off from the beginning. */
    void heard() {
        this.attempts = 0;
    }

    void down(Link lost, Throwable cause) {
        this.link = null;
        if (this.state != State.CLOSED) {
            this.lastError = message(cause);
            LOG.warn("Lost the connection to {}: {}; connecting again", this.address, this.lastError);
            waitFor(this.options.backoff().delayMillis(this.attempts));
        }
        try {
            this.listener.down(lost, cause);
        } finally {
            if (this.state == State.CLOSED) {
                this.closed.complete(null);
            }
        }
    }

    private void closeNow() {
        if (this.state == State.CLOSED) {
            return;
        }
        this.state = State.CLOSED;
        if (this.retry != null) {
            this.retry.cancel(false);
        }
        Link up = this.link;
        if (up != null) {
            up.closeNow(closedByThisSide());
            return;
        }
        if (this.channel != null) {
            this.channel.close();
        }
        this.closed.complete(null);
    }

    private IOException closedByThisSide() {
        return new IOException("Connection to " + this.address + " was closed by this side");
    }

    private enum State {
        NEW,
        CONNECTING,
        UP,
        WAITING,
        CLOSED
    }

    private final class Initializer extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
            channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
            long heartbeat = GearmanConnection.this.options.heartbeat().toMillis();
            if (heartbeat > 0) {
                channel.pipeline().addLast(new IdleStateHandler(heartbeat, 0, 0, TimeUnit.MILLISECONDS));
            }
            PacketDecoder decoder = new PacketDecoder(GearmanConnection.this.options.limits());
            SSLContext tls = GearmanConnection.this.options.tls();
            if (tls != null && !GearmanConnection.this.address.isInJvm()) {
                channel.pipeline().addLast(tlsHandler(tls), new TlsHandshake(GearmanConnection.this::failed));
            } else {
                decoder.receiveInto(channel);
            }
            channel.pipeline()
                    .addLast(decoder)
                    .addLast(new PacketEncoder())
                    .addLast(new LinkHandler(GearmanConnection.this, GearmanConnection.this.listener));
        }

        private SslHandler tlsHandler(SSLContext tls) {
            SSLEngine engine =
                    tls.createSSLEngine(GearmanConnection.this.address.host(), GearmanConnection.this.address.port());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            SslHandler handler = new SslHandler(engine);
            handler.setHandshakeTimeoutMillis(
                    GearmanConnection.this.options.connectTimeout().toMillis());
            return handler;
        }
    }
}
