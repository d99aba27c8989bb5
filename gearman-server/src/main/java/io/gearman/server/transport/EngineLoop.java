package io.gearman.server.transport;

import io.gearman.protocol.AdminCommand;
import io.gearman.protocol.Packet;
import io.gearman.server.admin.AdminCommands;
import io.gearman.server.engine.Connection;
import io.gearman.server.engine.JobEngine;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that the engine lives on, in turns: all that has arrived is handled, then every peer that got something
 * is flushed once.
 *
 * <p>{@link #run}, {@link #ask} and {@link #isCurrent} may be called from any thread; everything else only from this loop.
 */
public final class EngineLoop {

    private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);

    /** How long those who send too much are served, all together, before the sockets are looked at again. */
    private static final long BUSY_NANOS = 2_000_000;

    private static final long REFRESH_MILLIS = 100;

    private static final long TEXT_PAUSE_NANOS = 1_000_000;

    private final EventLoop loop;

    private final JobEngine engine;

    private final AdminCommands commands;

    private final Clock clock;

    private final Buffers buffers;

    private final Queue<Inbox> busy = new ArrayDeque<>();

    private final LongTexts texts = new LongTexts();

    private final List<ChannelPeer> unflushed = new ArrayList<>();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private boolean inTurn;

    private long turn;

    private boolean busyScheduled;

    private long scheduledMillis = Long.MAX_VALUE;

    private @Nullable Future<?> timer;

    private boolean textScheduled;

    private boolean refreshScheduled;

    /**
     * Creates the loop of one server.
     *
     * @param loop the event loop that runs the engine
     * @param engine the engine, not to be called from anywhere else
     * @param commands the text commands of the engine
     * @param buffers what the connections have in their buffers
     * @param clock the time on the wall, for delayed jobs
     */
    public EngineLoop(EventLoop loop, JobEngine engine, AdminCommands commands, Buffers buffers, Clock clock) {
        this.loop = loop;
        this.engine = engine;
        this.commands = commands;
        this.buffers = buffers;
        this.clock = clock;
        engine.setWarnings(log::warn);
    }

    /**
     * Opens the engine's store and takes in the jobs that it has kept. To be called once, before anything else; blocks until
     * all jobs are there.
     *
     * @throws io.gearman.server.store.JobStoreException if the store cannot be opened
     */
    public void open() {
        this.engine.advanceTo(nowMillis(), this.clock.millis());
        this.engine.open(this::run);
        // The jobs that came back may wait for a time.
        run(() -> {});
    }

    /**
     * Tells whether the caller is on the engine's thread.
     *
     * @return {@code true} on the engine's thread
     */
    public boolean isCurrent() {
        return this.loop.inEventLoop();
    }

    /**
     * Runs something on the engine's thread, after all that was handed over before.
     *
     * @param task what to run; dropped if the server has been closed
     */
    public void run(Runnable task) {
        if (isCurrent()) {
            beginTurn();
            task.run();
            return;
        }
        try {
            this.loop.execute(() -> {
                beginTurn();
                task.run();
            });
        } catch (RejectedExecutionException ex) {
            log.debug("The server is closed; dropping {}", task);
        }
    }

    /**
     * Asks the engine something.
     *
     * @param <T> the type of the answer
     * @param question what to call with the engine
     * @return the answer, once the engine's thread has given it
     */
    public <T> CompletableFuture<T> ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                answer.complete(question.call());
            } catch (Exception | Error ex) {
                answer.completeExceptionally(ex);
            }
        };
        if (this.loop.isShuttingDown()) {
            answer.completeExceptionally(new IllegalStateException("The job server is closed"));
        } else {
            run(task);
        }
        return answer;
    }

    /**
     * Begins a graceful shutdown of the engine.
     *
     * @return completed when no job would be broken off
     */
    public CompletableFuture<Void> drain() {
        run(this.engine::shutDown);
        return this.drained;
    }

    /** Lets no job change any more, and returns when that is so. */
    public void stop() {
        if (!this.loop.isShuttingDown()) {
            this.loop.submit(this.engine::stop).awaitUninterruptibly();
        }
    }

    Connection connected(ChannelPeer peer) {
        beginTurn();
        return this.engine.connected(peer);
    }

    void identified(Connection connection, List<String> names) {
        beginTurn();
        this.engine.identified(connection, names);
    }

    void trusted(Connection connection) {
        beginTurn();
        this.engine.trusted(connection);
    }

    void disconnected(Connection connection) {
        beginTurn();
        this.engine.disconnected(connection);
    }

    /** Handles one message of a connection and releases it. */
    void received(Connection connection, ChannelPeer peer, Object message) {
        beginTurn();
        try {
            if (message instanceof Packet packet) {
                this.engine.received(connection, packet);
            } else if (message instanceof AdminCommand command) {
                if (connection.sendText(this.commands.execute(command, connection.access()))) {
                    this.texts.add(connection);
                }
            }
        } catch (RuntimeException | Error ex) {
            // Errors, too: what waits behind, of this and of other connections, would never be handled. Closed
            // first, since to log may take memory that there is not.
            peer.close();
            log.error("Closed the connection of {} after an error of this server on {}", peer.address(), message, ex);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    Buffers buffers() {
        return this.buffers;
    }

    ByteBufAllocator payloadAllocator() {
        return this.engine.payloadAllocator();
    }

    long turn() {
        return this.turn;
    }

    /** Goes on with a connection that has sent more than there was time for. */
    void goOnLater(Inbox inbox) {
        this.busy.add(inbox);
        if (!this.busyScheduled) {
            this.busyScheduled = true;
            // Not executed but scheduled: only so are the sockets looked at first.
            this.loop.schedule(this::busyDue, 1, TimeUnit.NANOSECONDS);
        }
    }

    private void busyDue() {
        this.busyScheduled = false;
        beginTurn();
        long begin = System.nanoTime();
        for (int i = this.busy.size(); i > 0 && System.nanoTime() - begin < BUSY_NANOS; i--) {
            Inbox inbox = this.busy.remove();
            if (goOn(inbox)) {
                this.busy.add(inbox);
            }
        }
        if (!this.busy.isEmpty() && !this.busyScheduled) {
            this.busyScheduled = true;
            this.loop.schedule(this::busyDue, 1, TimeUnit.NANOSECONDS);
        }
    }

    /** An error costs what it happened to: all else, of this and of other connections, still has to be handled. */
    private static boolean goOn(Inbox inbox) {
        try {
            return inbox.goOn();
        } catch (RuntimeException | Error ex) {
            log.error("An error of this server on what a connection has sent", ex);
            return true;
        }
    }

    void flushLater(ChannelPeer peer) {
        this.unflushed.add(peer);
    }

    void beginTurn() {
        if (this.inTurn) {
            return;
        }
        this.inTurn = true;
        this.turn++;
        // Netty runs tasks when all sockets that were ready have been read: that is the end of the turn.
        this.loop.execute(this::endTurn);
        this.engine.advanceTo(nowMillis(), this.clock.millis());
        this.engine.setBufferedBytes(this.buffers.bytes());
    }

    private void endTurn() {
        this.inTurn = false;
        for (int i = 0; i < this.unflushed.size(); i++) {
            this.unflushed.get(i).flush();
        }
        this.unflushed.clear();
        schedule();
        scheduleText();
        scheduleRefresh();
        if (!this.drained.isDone() && this.engine.isDrained()) {
            this.drained.complete(null);
        }
    }

    private void schedule() {
        long next = this.engine.nextTimer();
        if (next >= this.scheduledMillis) {
            return;
        }
        this.scheduledMillis = next;
        if (this.timer != null) {
            // Left alone it would, when due, schedule itself once more, beside the one that is made now.
            this.timer.cancel(false);
        }
        long delay = Math.max(1, next - nowMillis());
        // The wall clock may be set while we wait for it, so a far time is looked at again now and then.
        this.timer = this.loop.schedule(this::timerDue, Math.min(delay, 60_000), TimeUnit.MILLISECONDS);
    }

    /**
     * Texts go on when the sockets have been looked at, so not in another task at once, which would run before; those that
     * nobody reads, or that wait for the store, are looked at again a little later.
     */
    private void scheduleText() {
        if (!this.textScheduled && !this.texts.isEmpty()) {
            this.textScheduled = true;
            this.loop.schedule(this::textDue, this.texts.isAnyDue() ? 1 : TEXT_PAUSE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void textDue() {
        this.textScheduled = false;
        beginTurn();
        this.texts.sendMore();
    }

    private void scheduleRefresh() {
        if (!this.refreshScheduled && this.buffers.isAnyoneBehind()) {
            this.refreshScheduled = true;
            this.loop.schedule(this::refreshDue, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void refreshDue() {
        this.refreshScheduled = false;
        this.buffers.refresh();
        scheduleRefresh();
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void timerDue() {
        this.timer = null;
        this.scheduledMillis = Long.MAX_VALUE;
        beginTurn();
    }
}
