package io.gearman.server.store.redis;

import io.gearman.server.store.JobStoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis. Lettuce does not repair it: what was on its way when it broke would be sent a second time. A
 * connection whose command failed is dropped, and {@link #open()} makes another. Safe for use by several threads.
 */
final class RedisLink implements AutoCloseable {

    /** How long Redis may take for anything, unless the URI says otherwise. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private final RedisURI uri;

    private final String name;

    private final RedisErrors errors;

    private @Nullable ClientResources resources;

    private @Nullable RedisClient client;

    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;

    RedisLink(RedisURI uri, String name) {
        this.uri = uri;
        this.name = name;
        this.errors = new RedisErrors(name, uri.getTimeout());
    }

    Duration timeout() {
        return this.uri.getTimeout();
    }

    boolean isOpen() {
        StatefulRedisConnection<byte[], byte[]> current = this.connection;
        return current != null && current.isOpen();
    }

    /** Makes a new connection in place of the one there is. */
    synchronized void open() {
        drop();
        try {
            this.connection = client().connect(ByteArrayCodec.INSTANCE, this.uri);
        } catch (RedisException | IllegalArgumentException ex) {
            throw this.errors.unreachable(ex);
        }
    }

    private RedisClient client() {
        RedisClient existing = this.client;
        if (existing != null) {
            return existing;
        }
        ClientResources created = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        RedisClient added = RedisClient.create(created);
        added.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout())
                        .keepAlive(true)
                        .build())
                .build());
        this.resources = created;
        this.client = added;
        return added;
    }

    /** Calls a task at regular intervals from now on, until the link is closed. */
    synchronized Future<?> repeat(Runnable task, Duration interval) {
        client();
        return Objects.requireNonNull(this.resources)
                .eventExecutorGroup()
                .scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Calls Redis and waits for the answer.
     *
     * @throws JobStoreException if there is none, or an error
     */
    <T> T call(Function<RedisCommands<byte[], byte[]>, T> call) {
        StatefulRedisConnection<byte[], byte[]> current = this.connection;
        if (current == null) {
            throw this.errors.disconnected();
        }
        try {
            return call.apply(current.sync());
        } catch (RedisException ex) {
            if (!RedisErrors.isTemporaryRefusal(ex)) {
                drop(current);
            }
            throw this.errors.failed(ex);
        }
    }

    /** Runs a script that answers with a number. */
    long run(String script, List<byte[]> keys, List<byte[]> arguments) {
        return call(redis -> redis.<Long>eval(script, ScriptOutputType.INTEGER, array(keys), array(arguments)));
    }

    /** Runs a script that answers with a list. */
    List<Object> ask(String script, List<byte[]> keys, List<byte[]> arguments) {
        return call(redis -> redis.<List<Object>>eval(script, ScriptOutputType.MULTI, array(keys), array(arguments)));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] text(long number) {
        return text(Long.toString(number));
    }

    private static byte[][] array(List<byte[]> list) {
        return list.toArray(new byte[0][]);
    }

    /** Closes the connection, so that all later calls fail until another is opened. */
    synchronized void drop() {
        StatefulRedisConnection<byte[], byte[]> current = this.connection;
        if (current != null) {
            drop(current);
        }
    }

    /** A call may fail later than another connection was opened, which stays. */
    private synchronized void drop(StatefulRedisConnection<byte[], byte[]> failed) {
        if (this.connection == failed) {
            this.connection = null;
        }
        failed.closeAsync();
    }

    /** The name of the store, for people. */
    @Override
    public String toString() {
        return this.name;
    }

    @Override
    public synchronized void close() {
        // The client closes it.
        this.connection = null;
        RedisClient existing = this.client;
        ClientResources created = this.resources;
        this.client = null;
        this.resources = null;
        if (existing != null && created != null) {
            existing.shutdown(Duration.ZERO, SHUTDOWN_TIMEOUT);
            created.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
        }
    }
}
