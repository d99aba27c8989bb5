package io.gearman.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.testing.FreePort;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A {@code redis-server} on a free port of the loopback interface, which can be killed, stopped and restarted. */
public final class RedisServer implements AutoCloseable {

    /** What a server of jobs needs: nothing that was answered gets lost. */
    public static final String[] DURABLE = {"--appendonly", "yes", "--appendfsync", "always"};

    private final int port = FreePort.find();

    private final Path directory;

    private final List<String> options;

    private @Nullable Process process;

    private final RedisClient client = RedisClient.create();

    private @Nullable StatefulRedisConnection<String, String> connection;

    public RedisServer(Path directory, String... options) {
        this.directory = directory;
        this.options = List.of(options);
        start();
    }

    /** Gives the path of the program, or skips the test. Where all programs are required, a missing one fails. */
    private static String program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/usr/local/bin";
        String found = Stream.of(path.split(":"))
                .map(each -> Path.of(each, "redis-server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        String reason = "redis-server of the Debian package redis-server is not installed here";
        assertThat(found.isEmpty() && Boolean.getBoolean("gearman.interop.required"))
                .as(reason + ", and gearman.interop.required is set")
                .isFalse();
        Assumptions.assumeFalse(found.isEmpty(), reason);
        return found;
    }

    void start() {
        List<String> command = new ArrayList<>(List.of(
                program(),
                "--port",
                Integer.toString(this.port),
                "--bind",
                "127.0.0.1",
                "--dir",
                this.directory.toString(),
                "--save",
                ""));
        command.addAll(this.options);
        try {
            this.process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(this.directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        await().ignoreExceptionsInstanceOf(RedisException.class).until(() -> "PONG".equals(redis().ping()));
    }

    public String uri() {
        return "redis://127.0.0.1:" + this.port;
    }

    int port() {
        return this.port;
    }

    /** The test's own connection, which is made again when it breaks. */
    public RedisCommands<String, String> redis() {
        StatefulRedisConnection<String, String> existing = this.connection;
        if (existing == null) {
            this.connection = existing = this.client.connect(RedisURI.create(uri()));
        }
        return existing.sync();
    }

    /** A connection for bytes, to be closed by the test. */
    RedisLink link() {
        RedisLink link = new RedisLink(RedisURI.create(uri()), "the test's Redis");
        link.open();
        return link;
    }

    /** As {@code kill -9} does. */
    void kill() {
        Process running = Objects.requireNonNull(this.process);
        running.destroyForcibly();
        assertThat(running.onExit()).succeedsWithin(Duration.ofSeconds(60));
    }

    /** Makes it hang, with its connections open. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "kill",
                            "-" + name,
                            Long.toString(Objects.requireNonNull(this.process).pid()))
                    .start();
            assertThat(kill.onExit()).succeedsWithin(Duration.ofSeconds(60));
            assertThat(kill.exitValue()).isZero();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() {
        this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        kill();
    }
}
