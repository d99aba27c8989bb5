package io.gearman.server.store.redis;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.JobStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RedisStoreContractTest extends JobStoreContract {

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
    protected JobStore create() {
        return new BatchingJobStore(new RedisJobDatabase(server.uri()));
    }
}
