package io.gearman.server.store.redis;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobDatabaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RedisContractTest extends JobDatabaseContract {

    @TempDir
    private static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = new RedisServer(directory, RedisServer.DURABLE);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void empty() {
        server.redis().flushall();
    }

    @Override
    protected JobDatabase create() {
        return new RedisJobDatabase(server.uri());
    }

    @Override
    protected void damagePayload(long number) {
        try (RedisLink link = server.link()) {
            byte[] field = RedisLink.text(number);
            byte[] jobs = new RedisKeys(RedisJobDatabase.DEFAULT_PREFIX).jobs();
            byte[] record = link.call(redis -> redis.hget(jobs, field));
            record[record.length - 1] ^= 1;
            link.call(redis -> redis.hset(jobs, field, record));
        }
    }
}
