package io.gearman.client;

import io.gearman.transport.ConnectionOptions;
import io.gearman.transport.EventLoops;
import io.gearman.transport.NetworkBuilder;
import io.gearman.transport.ServerAddress;
import io.gearman.transport.ServerHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Submits jobs to job servers and follows them. One client serves a whole application.
 *
 * <p>One connection per server, shared by all threads; requests are pipelined on it. By default a job without a unique goes to
 * the servers in turn, and jobs with the same unique go to the same server as long as it is up, so that they are joined there
 * ({@link ServerPolicy}). A submission
 * that a server has not acknowledged when the connection to it is lost goes to another one: a background job may thus, rarely,
 * be queued twice. An acknowledged job is submitted again only if it is a foreground
 * job that its request calls {@linkplain JobRequest.Builder#idempotent idempotent}.
 *
 * <p>Servers that are down are tried again for ever, in the background. All methods may be called by any thread. Futures
 * complete in the callback executor, never in the event loop.
 */
public final class GearmanClient implements AutoCloseable {

    private final Callbacks callbacks;

    private final EventLoops eventLoops;

    private final boolean ownsEventLoops;

    private final Dispatcher dispatcher;

    private final Requests requests;

    private GearmanClient(Builder builder, ConnectionOptions connection, @Nullable EventLoops eventLoops) {
        ClientOptions options = builder.options.withServers(builder.servers).withConnection(connection);
        this.callbacks = new Callbacks(builder.callbackExecutor);
        this.ownsEventLoops = eventLoops == null;
        this.eventLoops = eventLoops == null ? new EventLoops("gearman-client") : eventLoops;
        this.dispatcher = new Dispatcher(options, this.eventLoops, this.callbacks);
        this.requests = new Requests(options, this.dispatcher, this.callbacks);
        this.dispatcher.start();
    }

    /**
     * Begins a client.
     *
     * @return a builder without servers
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a foreground job.
     *
     * @param request what to submit
     * @return the payload of the worker's WORK_COMPLETE; or fails with {@link GearmanJobFailedException},
     *     {@link GearmanTimeoutException}, {@link GearmanUnavailableException}, {@link GearmanRejectedException},
     *     {@link GearmanConnectionLostException}. Cancelling it forgets the job, which runs on.
     * @throws IllegalArgumentException if the request is to run later
     */
    public CompletableFuture<byte[]> submit(JobRequest request) {
        return started(this.requests.foreground(request, this.callbacks));
    }

    /**
     * Submits a background job.
     *
     * @param request what to submit; its timeout and listener are not used
     * @return the handle, once the server has accepted (and, if it is durable, stored) the job; or fails with
     *     {@link GearmanTimeoutException}, {@link GearmanUnavailableException}, {@link GearmanRejectedException}
     * @throws IllegalArgumentException if the request is to run later and is not of normal priority
     */
    public CompletableFuture<JobHandle> submitBackground(JobRequest request) {
        return started(this.requests.background(request, this.callbacks));
    }

    /**
     * Submits a foreground job and waits for its result. Takes a shorter way than waiting for {@link #submit}'s future: a
     * thread that does so again and again, and alone, writes and reads by itself.
     *
     * @param request what to submit
     * @return the payload of the worker's WORK_COMPLETE
     * @throws GearmanException as {@link #submit}'s future fails, or if the thread is interrupted, which stays interrupted
     * @throws IllegalArgumentException if the request is to run later
     */
    public byte[] execute(JobRequest request) {
        refuseEventLoop();
        ForegroundJob job = this.requests.foreground(request, Runnable::run);
        return this.dispatcher.execute(job, job.result());
    }

    /**
     * Submits a background job and waits until it is accepted. Takes a shorter way than waiting for
     * {@link #submitBackground}'s future: a thread that does so again and again, and alone, writes and reads by itself.
     *
     * @param request what to submit; its timeout and listener are not used
     * @return the handle
     * @throws GearmanException as {@link #submitBackground}'s future fails, or if the thread is interrupted, which stays
     *     interrupted
     * @throws IllegalArgumentException if the request is to run later and is not of normal priority
     */
    public JobHandle executeBackground(JobRequest request) {
        refuseEventLoop();
        BackgroundJob job = this.requests.background(request, Runnable::run);
        return this.dispatcher.execute(job, job.result());
    }

    /**
     * Asks a job's server how far it is.
     *
     * @param handle the job
     * @return the status; a job that has ended is not known
     * @throws IllegalArgumentException if the server of the handle is not one of this client's
     */
    public CompletableFuture<JobStatus> status(JobHandle handle) {
        return started(this.requests.status(handle));
    }

    /**
     * Asks the servers that are up, in the order in which jobs with this unique would go to them, for a job.
     *
     * @param unique the unique of the job, of any function
     * @return the status from the first server that knows the job; not known if none does
     */
    public CompletableFuture<JobStatus> statusByUnique(String unique) {
        return statusByUnique(unique, this.dispatcher.toAskFor(unique).iterator());
    }

    private CompletableFuture<JobStatus> statusByUnique(String unique, Iterator<ServerSession> servers) {
        return started(this.requests.statusByUnique(unique, servers.next()))
                .thenCompose(status -> status.known() || !servers.hasNext()
                        ? CompletableFuture.completedFuture(status)
                        : statusByUnique(unique, servers));
    }

    /**
     * Sends bytes to a server and has them sent back.
     *
     * @param server one of this client's servers
     * @param payload any bytes
     * @return the same bytes
     * @throws IllegalArgumentException if the server is not one of this client's
     */
    public CompletableFuture<byte[]> echo(ServerAddress server, byte[] payload) {
        return started(this.requests.echo(server, payload));
    }

    /**
     * Begins a set of jobs with one wait for all.
     *
     * @return an empty set
     */
    public TaskSet taskSet() {
        return new TaskSet(this);
    }

    /**
     * Tells how this client stands with its servers.
     *
     * @return one entry for each server, in the order in which they were configured or changed
     */
    public List<ServerHealth> servers() {
        return this.dispatcher.health();
    }

    /**
     * Changes the servers while the client is in use. Those that are new are connected. Those that are not in the list get no
     * new jobs; the connection to each is closed when the jobs that it has accepted for this client are done.
     *
     * @param addresses all servers from now on, at least one
     * @throws IllegalArgumentException if there is none
     * @throws GearmanException if the client is closed
     */
    public void changeServers(Collection<ServerAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("servers: none (expected: at least one job server)");
        }
        this.dispatcher.changeServers(addresses);
    }

    /** Closes all connections and ends the client's threads. Whatever is not done fails with {@link GearmanException}. */
    @Override
    public void close() {
        this.dispatcher.close();
        if (this.ownsEventLoops) {
            this.eventLoops.close();
        }
        this.callbacks.close();
    }

    private Result<byte[]> started(ForegroundJob job) {
        this.dispatcher.submit(job);
        return job.result();
    }

    private Result<JobHandle> started(BackgroundJob job) {
        this.dispatcher.submit(job);
        return job.result();
    }

    private <T> Result<T> started(Question<T> question) {
        this.dispatcher.submit(question);
        return question.result();
    }

    private void refuseEventLoop() {
        if (this.dispatcher.inEventLoop()) {
            throw new IllegalStateException("The event loop must not wait for a job: use submit or submitBackground");
        }
    }

    /** Builds a {@link GearmanClient}. Not safe for use by several threads. */
    public static final class Builder extends NetworkBuilder<Builder> {

        private final List<ServerAddress> servers = new ArrayList<>();

        private ClientOptions options = ClientOptions.DEFAULT;

        private @Nullable Executor callbackExecutor;

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Adds a server.
         *
         * @param address the server
         * @return this builder
         */
        public Builder server(ServerAddress address) {
            this.servers.add(Objects.requireNonNull(address, "server"));
            return this;
        }

        /**
         * Sets all servers.
         *
         * @param addresses the servers, in any order; a server named twice counts once
         * @return this builder
         */
        public Builder servers(Collection<ServerAddress> addresses) {
            this.servers.clear();
            addresses.forEach(this::server);
            return this;
        }

        /**
         * Sets how long to wait for a connection and a server's answer (job accepted, status, echo); default: 10 seconds.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder responseTimeout(Duration timeout) {
            this.options = this.options.withResponseTimeout(timeout);
            return this;
        }

        /**
         * Sets how long to wait for the result of a foreground job that brings no timeout of its own; default: for ever.
         *
         * @param timeout more than zero; {@code null}: for ever
         * @return this builder
         */
        public Builder jobTimeout(@Nullable Duration timeout) {
            this.options = this.options.withJobTimeout(timeout);
            return this;
        }

        /**
         * Sets the name under which servers list this client (SET_CLIENT_ID); default: none.
         *
         * @param id at most 127 bytes, without blanks and NUL; {@code null}: none
         * @return this builder
         */
        public Builder clientId(@Nullable String id) {
            this.options = this.options.withClientId(id);
            return this;
        }

        /**
         * Sets how many requests may wait for an answer at once; default: 10,000. One more waits for the response timeout.
         *
         * @param requests more than zero
         * @return this builder
         */
        public Builder maxPending(int requests) {
            this.options = this.options.withMaxPending(requests);
            return this;
        }

        /**
         * Sets which of several servers gets a job; default: {@link ServerPolicy#roundRobin}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder serverPolicy(ServerPolicy policy) {
            this.options = this.options.withServerPolicy(Objects.requireNonNull(policy, "serverPolicy"));
            return this;
        }

        /**
         * Sets who is told how connections come and go; default: nobody.
         *
         * @param listener called by the callback executor
         * @return this builder
         */
        public Builder listener(ClientListener listener) {
            this.options = this.options.withListener(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets who runs listeners and completes futures, and is not shut down with the client; default: a pool of its own.
         *
         * @param executor runs what it is given, soon, and in another thread than the caller's
         * @return this builder
         */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = Objects.requireNonNull(executor, "callbackExecutor");
            return this;
        }

        /**
         * Makes the client, which begins to connect at once and in the background.
         *
         * @return the client
         * @throws IllegalArgumentException if no server was given
         */
        public GearmanClient build() {
            if (this.servers.isEmpty()) {
                throw new IllegalArgumentException("servers: none (expected: at least one job server)");
            }
            return new GearmanClient(this, connection(), eventLoops());
        }
    }
}
