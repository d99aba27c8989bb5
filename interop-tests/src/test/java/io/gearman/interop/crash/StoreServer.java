package io.gearman.interop.crash;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.embedded.EmbeddedJobDatabase;
import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.redis.RedisJobDatabase;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A job server on a store, for the stores that the command line does not know yet. */
public final class StoreServer {

    private StoreServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        GearmanServer server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .store(new BatchingJobStore(database(arguments)))
                .build());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        new CountDownLatch(1).await();
    }

    private static JobDatabase database(String[] arguments) {
        return switch (arguments[2]) {
            case "libsqlite3" -> JdbcJobDatabase.sqlite(Path.of(arguments[4]));
            case "redis" ->
                new RedisJobDatabase("redis://:" + DatabaseServer.PASSWORD + "@127.0.0.1:"
                        + arguments[4].split("=")[1]);
            case "embedded" -> new EmbeddedJobDatabase(Path.of(arguments[4]));
            default -> throw new IllegalArgumentException(String.join(" ", arguments));
        };
    }
}
