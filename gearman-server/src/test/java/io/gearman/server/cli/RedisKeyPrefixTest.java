package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.store.redis.RedisServer;
import io.gearman.server.testing.FreePort;
import io.gearman.server.testing.RawConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that share a Redis have keys that begin as each was told. */
class RedisKeyPrefixTest {

    private static RedisServer redis;

    @BeforeAll
    static void start(@TempDir Path directory) {
        redis = new RedisServer(directory, RedisServer.DURABLE);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void empty() {
        redis.redis().flushall();
    }

    @ParameterizedTest
    @CsvSource({"--redis-key-prefix=mine:, mine:", "--redis-port=6379, gearman:"})
    void keysBeginWithThePrefix(String argument, String prefix) {
        int port = FreePort.find();
        try (GearmandProcess gearmand = start(port, argument);
                RawConnection client = GearmandProcess.connect(port)) {
            assertThat(gearmand.isAlive()).isTrue();
            client.send(PacketType.SUBMIT_JOB_BG, "f", "", "1");
            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);

            assertThat(redis.redis().keys("*"))
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(key).startsWith(prefix));
        }
    }

    @Test
    void serversWithPrefixesOfTheirOwnRunSideBySide() {
        int port = FreePort.find();
        int otherPort = FreePort.find();
        try (GearmandProcess gearmand = start(port, "--redis-key-prefix=a:");
                GearmandProcess other = start(otherPort, "--redis-key-prefix=b:");
                RawConnection client = GearmandProcess.connect(port);
                RawConnection otherClient = GearmandProcess.connect(otherPort)) {
            client.send(PacketType.SUBMIT_JOB_BG, "f", "", "1");
            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            assertThat(otherClient.sendText("status\n").readListing()).isEmpty();
            assertThat(gearmand.isAlive() && other.isAlive()).isTrue();
        }
    }

    private static GearmandProcess start(int port, String argument) {
        return GearmandProcess.start(
                "--port=" + port,
                "--listen=127.0.0.1",
                "--log-file=none",
                "--queue-type=redis",
                "--redis-server=" + redis.uri(),
                argument);
    }
}
