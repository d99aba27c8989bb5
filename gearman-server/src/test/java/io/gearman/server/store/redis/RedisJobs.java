package io.gearman.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import java.util.ArrayList;
import java.util.List;

/** What tests keep in Redis. */
final class RedisJobs {

    private RedisJobs() {}

    static RedisJobDatabase open(RedisServer server) {
        return open(server, "");
    }

    /** Connects with parameters for the URI. */
    static RedisJobDatabase open(RedisServer server, String parameters) {
        RedisJobDatabase database = new RedisJobDatabase(server.uri() + parameters);
        database.connect();
        return database;
    }

    static List<StoredJob> load(RedisJobDatabase database) {
        List<StoredJob> jobs = new ArrayList<>();
        database.load(jobs::add);
        return jobs;
    }

    static JobWrite save(long number) {
        return new JobWrite.Save(job(number, "payload of " + number), 0);
    }

    static RecoveredJob job(long number, String payload) {
        return new RecoveredJob(
                number, bytes("resize"), bytes("unique " + number), bytes(payload), null, Priority.NORMAL, 0, 0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
