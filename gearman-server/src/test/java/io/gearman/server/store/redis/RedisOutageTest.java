package io.gearman.server.store.redis;

import static io.gearman.server.store.redis.RedisJobs.job;
import static io.gearman.server.store.redis.RedisJobs.load;
import static io.gearman.server.store.redis.RedisJobs.open;
import static io.gearman.server.store.redis.RedisJobs.save;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.StoredJob;
import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RedisOutageTest {

    @TempDir
    private Path directory;

    @Test
    void whatWasAnsweredIsThereAfterAKill() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = open(server)) {
            database.reserveNumbers();
            for (int i = 1; i <= 50; i++) {
                database.write(List.of(save(i), new JobWrite.Delete(i - 1)));
            }
            server.kill();
            assertThatThrownBy(() -> database.write(List.of(save(51)))).isInstanceOf(JobStoreException.class);
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("Redis 127.0.0.1:" + server.port() + "/0")
                    .hasMessageContaining("Connection refused. Start it, or correct the URI");
            server.start();
            database.connect();
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(50L);
            assertThat(database.reserveNumbers().first()).isEqualTo(1_000_000_001);
            database.write(List.of(save(52)));
            assertThat(load(database)).hasSize(2);
        }
    }

    @Test
    void aRedisThatHangsIsNoticed() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = open(server, "?timeout=2000ms")) {
            server.freeze();
            assertThatThrownBy(() -> database.write(List.of(save(1))))
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("did not answer within 2000 ms");
            assertThatThrownBy(database::connect).isInstanceOf(JobStoreException.class);
            server.thaw();
        }
    }

    @Test
    void aFullRedisRefusesJobsAndForgetsThemAllTheSame() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = open(server)) {
            database.write(List.of(save(1), save(2)));
            server.redis().configSet("maxmemory", "1");
            assertThatThrownBy(() -> database.write(List.of(new JobWrite.Delete(1), save(3), save(4))))
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("its memory is full. Raise maxmemory");
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(1L, 2L);
            database.connect();
            database.write(List.of(new JobWrite.Retried(2, 1), new JobWrite.Delete(1)));
            server.redis().configSet("maxmemory", "0");
            database.write(List.of(save(3)));
            assertThat(load(database)).extracting(StoredJob::number).containsExactly(2L, 3L);
        }
    }

    @Test
    void aReplicaIsRefused() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = new RedisJobDatabase(server.uri())) {
            server.redis().replicaof("127.0.0.1", server.port());
            assertThatThrownBy(database::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("it is a replica, which cannot be written. Name the primary instead");
        }
    }

    @Test
    void aPrimaryThatBecomesAReplicaIsLeft() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = open(server)) {
            server.redis().replicaof("127.0.0.1", server.port());
            assertThatThrownBy(() -> database.write(List.of(save(1))))
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("it is a replica");
            server.redis().replicaofNoOne();
            database.connect();
            database.write(List.of(save(1)));
            assertThat(load(database)).hasSize(1);
        }
    }

    @Test
    void aRedisThatLosesJobsInACrashIsWarnedOf() {
        ListAppender<ILoggingEvent> messages = new ListAppender<>();
        messages.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Durability.class);
        logger.addAppender(messages);
        try (RedisServer server = new RedisServer(this.directory)) {
            open(server).close();
            assertThat(warnings(messages)).singleElement().asString().contains("set \"appendonly yes\" and");
            server.redis().configSet("appendonly", "yes");
            open(server).close();
            assertThat(warnings(messages)).hasSize(2).last().asString().contains("set \"appendfsync always\" and");
            server.redis().configSet("appendfsync", "always");
            open(server).close();
            assertThat(warnings(messages)).hasSize(2);
            server.redis().configSet("maxmemory", "1gb");
            server.redis().configSet("maxmemory-policy", "allkeys-lru");
            open(server).close();
            assertThat(warnings(messages)).hasSize(3).last().asString().contains("maxmemory-policy noeviction");
            try (RedisJobDatabase database = new RedisJobDatabase(careful(server))) {
                database.connect();
                database.write(List.of(save(1)));
            }
            assertThat(warnings(messages)).hasSize(4).last().asString().contains("CONFIG GET is not allowed");
        } finally {
            logger.detachAppender(messages);
        }
    }

    /**
     * There is no Redis 7.2 here; but another command that answers with numbers can go by the name of WAITAOF: its first number
     * is 1 while the set "1" contains "0".
     */
    @Test
    void aRedisThatCanBeAskedToWaitForItsDiskIsAsked() {
        try (RedisServer server = new RedisServer(
                        this.directory, "--appendonly", "yes", "--rename-command", "SMISMEMBER", "WAITAOF");
                RedisJobDatabase database = new RedisJobDatabase(server.uri())) {
            server.redis().sadd("1", "0");
            database.connect();
            database.write(List.of(save(1)));
            server.redis().srem("1", "0");
            assertThatThrownBy(() -> database.write(List.of(save(2))))
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("did not bring its append-only file to the disk");
        }
    }

    /** The address for a user who may do what the store needs, and nothing else. */
    private static String careful(RedisServer server) {
        server.redis()
                .aclSetuser(
                        "careful",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .keyPattern("gearman:*")
                                .addCategory(AclCategory.CONNECTION)
                                .addCommand(CommandType.EVAL)
                                .addCommand(CommandType.HMGET)
                                .addCommand(CommandType.HSET)
                                .addCommand(CommandType.HDEL)
                                .addCommand(CommandType.TIME));
        return "redis://careful:secret@127.0.0.1:" + server.port();
    }

    private static List<String> warnings(ListAppender<ILoggingEvent> messages) {
        return messages.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void aPasswordIsUsedAndNeverTold() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE)) {
            server.redis().configSet("requirepass", "s3cret");
            String place = "127.0.0.1:" + server.port();
            try (RedisJobDatabase database = new RedisJobDatabase("redis://:s3cret@" + place + "/2")) {
                database.connect();
                database.write(List.of(save(1)));
                assertThat(database).hasToString("Redis " + place + "/2, keys gearman:*");
            }
            try (RedisJobDatabase database = new RedisJobDatabase("redis://:s3creT@" + place)) {
                assertThatThrownBy(database::connect)
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining("user or password of the URI are wrong")
                        .satisfies(error ->
                                assertThat(Throwables.getStackTrace(error)).doesNotContain("s3creT"));
            }
            try (RedisJobDatabase database = new RedisJobDatabase("redis://" + place)) {
                assertThatThrownBy(database::connect)
                        .isInstanceOf(JobStoreException.class)
                        .hasMessageContaining("Put it into the URI");
            }
        }
        assertThatThrownBy(() -> new RedisJobDatabase("redis://:s3c ret@host"))
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining("no URI like redis://")
                .satisfies(error -> assertThat(Throwables.getStackTrace(error)).doesNotContain("s3c ret"));
    }

    @Test
    void aLargeJobIsKeptWhole() {
        try (RedisServer server = new RedisServer(this.directory, RedisServer.DURABLE);
                RedisJobDatabase database = open(server)) {
            String payload = "0123456789abcdef".repeat(2 << 20);
            database.write(List.of(new JobWrite.Save(job(1, payload), 0)));
            assertThat(load(database))
                    .singleElement()
                    .satisfies(
                            job -> assertThat(new String(job.payload(), UTF_8)).isEqualTo(payload));
        }
    }
}
