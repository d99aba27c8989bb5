package io.gearman.client;

import io.gearman.transport.EventLoops;
import io.gearman.transport.Link;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings each request to a server: the right one if it is up, another one if that will do, the first that comes up if none is.
 * A request that comes back unanswered, since its link went down, takes the same way again until its time is over.
 *
 * <p>Any thread may call any method.
 */
final class Dispatcher {

    private final ClientOptions options;

    private final Function<ServerAddress, ServerSession> newSession;

    private final ServerChoice choice;

    /** Those of servers that were taken away and that still have something to finish. */
    private final Set<ServerSession> retiring = ConcurrentHashMap.newKeySet();

    private final Semaphore places;

    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean clockRuns = new AtomicBoolean();

    private volatile boolean closed;

    Dispatcher(ClientOptions options, EventLoops loops, Executor callbacks) {
        ConnectionEvents events = new ConnectionEvents(options.listener(), callbacks);
        this.options = options;
        this.places = new Semaphore(options.maxPending());
        this.newSession = address -> new ServerSession(address, options, loops, this, events);
        this.choice = new ServerChoice(
                options.serverPolicy(),
                options.servers().stream().map(this.newSession).toList());
    }

    static GearmanException closedFailure() {
        return new GearmanException("The Gearman client is closed");
    }

    void start() {
        sessions().forEach(ServerSession::connect);
    }

    boolean isClosed() {
        return this.closed;
    }

    boolean inEventLoop() {
        return Stream.concat(sessions().stream(), this.retiring.stream()).anyMatch(ServerSession::inEventLoop);
    }

    List<ServerHealth> health() {
        return sessions().stream().map(ServerSession::health).toList();
    }

    ServerSession session(ServerAddress address) {
        return sessions().stream()
                .filter(session -> session.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Server " + address
                        + " is not one of this client's (expected: one of "
                        + sessions().stream().map(ServerSession::address).toList() + ")"));
    }

    private List<ServerSession> sessions() {
        return this.choice.sessions();
    }

    /** New servers are connected; those that are not wanted any more get nothing new, and end with what they have. */
    synchronized void changeServers(Collection<ServerAddress> wanted) {
        if (this.closed) {
            throw closedFailure();
        }
        Map<ServerAddress, ServerSession> unwanted = new LinkedHashMap<>();
        sessions().forEach(session -> unwanted.put(session.address(), session));
        List<ServerSession> changed = new ArrayList<>();
        for (ServerAddress address : new LinkedHashSet<>(wanted)) {
            ServerSession known = unwanted.remove(address);
            changed.add(known != null ? known : this.newSession.apply(address));
        }
        this.retiring.addAll(unwanted.values());
        this.choice.change(List.copyOf(changed));
        changed.forEach(ServerSession::connect);
        unwanted.values().forEach(session -> session.retire().thenRun(() -> this.retiring.remove(session)));
        retryWaiting();
    }

    /** Returns the servers that may know a unique, the likeliest first: those that are up, or one to wait for. */
    List<ServerSession> toAskFor(String unique) {
        List<ServerSession> all = this.choice.inOrderFor(unique);
        List<ServerSession> up =
                all.stream().filter(session -> session.link() != null).toList();
        return up.isEmpty() ? all.subList(0, 1) : up;
    }

    /** Takes a new request. If too many wait for their answers already, the caller waits for a place. */
    void submit(Request request) {
        if (takePlace(request)) {
            dispatch(request);
        }
    }

    /** As {@link #submit}, and waits for the result. */
    <T> T execute(Request request, Result<T> result) {
        if (!takePlace(request)) {
            return Result.await(result);
        }
        // Most clients have one event loop for all their servers.
        ServerSession any = sessions().get(0);
        return any.attend(new Execution<>(request, result, any));
    }

    private boolean takePlace(Request request) {
        try {
            // The event loop must not wait: it is the one that frees places.
            boolean place = this.places.tryAcquire()
                    || (!inEventLoop()
                            && this.places.tryAcquire(
                                    this.options.responseTimeout().toNanos(), TimeUnit.NANOSECONDS));
            if (!place) {
                request.fail(new GearmanException(request.describe() + " was not submitted: "
                        + this.options.maxPending() + " requests wait for an answer already (maxPending)"));
            }
            return place;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            request.fail(new GearmanException(
                    request.describe() + " was not submitted: interrupted while waiting for a place", ex));
            return false;
        }
    }

    /** A submitted request has been answered or has been dropped: another one may take its place. */
    void finished(Request request) {
        if (request.takesPlace()) {
            this.places.release();
        }
    }

    void dispatch(Request request) {
        if (this.closed) {
            request.fail(closedFailure());
        } else if (request.isOverdue(System.nanoTime())) {
            request.fail(unavailable(request));
        }
        if (!request.isOpen()) {
            finished(request);
            return;
        }
        ServerSession session = serverFor(request);
        if (!request.isOpen()) {
            finished(request);
            return;
        }
        Link link = session == null ? null : session.link();
        if (session != null && link != null) {
            request.assign(session);
            link.send(request);
        } else {
            park(request);
        }
    }

    /** Returns a server that is up; {@code null} if there is none yet, or if the policy failed and the request with it. */
    private @Nullable ServerSession serverFor(Request request) {
        try {
            return this.choice.liveFor(request);
        } catch (GearmanException ex) {
            request.fail(ex);
            return null;
        }
    }

    private void park(Request request) {
        this.waiting.add(request);
        ServerSession only = request.onlyServer();
        if (only != null) {
            only.connect();
        } else {
            sessions().forEach(ServerSession::connect);
        }
        if (this.clockRuns.compareAndSet(false, true)) {
            tickLater();
        }
        // A server may have come up, or the client may have been closed, before the request was seen to wait.
        if (this.closed || serverFor(request) != null) {
            retryWaiting();
        }
    }

    /** Something has changed: a server is up, or is known to be down. */
    void retryWaiting() {
        // Each is tried once: those that have to wait on go to the end of the queue.
        for (int left = this.waiting.size(); left > 0; left--) {
            Request request = this.waiting.poll();
            if (request == null) {
                return;
            }
            dispatch(request);
        }
    }

    private void tickLater() {
        try {
            sessions()
                    .get(0)
                    .schedule(this::expireOverdue, this.options.clockPeriod().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ex) {
            // The event loops were closed under the client: nothing can be sent any more.
            this.closed = true;
        }
    }

    private void expireOverdue() {
        long now = System.nanoTime();
        for (Request request : this.waiting) {
            if (request.isOpen() && request.isOverdue(now)) {
                request.fail(unavailable(request));
            }
            // Another thread may be about to take it out and to finish it.
            if (!request.isOpen() && this.waiting.remove(request)) {
                finished(request);
            }
        }
        this.clockRuns.set(false);
        if (!this.waiting.isEmpty() && this.clockRuns.compareAndSet(false, true)) {
            tickLater();
        }
    }

    private GearmanUnavailableException unavailable(Request request) {
        ServerSession only = request.onlyServer();
        String servers = (only == null ? sessions() : List.of(only))
                .stream()
                        .map(ServerSession::health)
                        .map(health -> health.address() + " ("
                                + (health.lastError() == null ? "not connected yet" : health.lastError()) + ")")
                        .collect(Collectors.joining(", "));
        return new GearmanUnavailableException(
                request.describe() + " found no job server that could be reached in time: " + servers);
    }

    void close() {
        synchronized (this) {
            this.closed = true;
        }
        retryWaiting();
        CompletableFuture<?>[] closing = Stream.concat(sessions().stream(), this.retiring.stream())
                .map(ServerSession::close)
                .toArray(CompletableFuture[]::new);
        if (inEventLoop()) {
            return;
        }
        CompletableFuture.allOf(closing)
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .join();
    }
}
