package io.gearman.server.store.redis;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.StoredJob;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs, in one hash: their numbers and their {@link JobRecord}s. Used by one thread at a time. */
final class JobHash {

    private static final Logger log = LoggerFactory.getLogger(JobHash.class);

    /** An answer of Redis is to be neither so large that it takes long, nor one of many small ones. */
    private static final long PAGE_BYTES = 4 << 20;

    private static final int PAGE_JOBS = 4096;

    private static final int LARGEST_VALUE = 512 << 20;

    /** The most values that Lua can hand to one command. */
    private static final String CHUNKS = """
            local function chunks(command, key, first, last)
              for i = first, last, 4000 do
                redis.call(command, key, unpack(ARGV, i, math.min(i + 3999, last)))
              end
            end
            """;

    /**
     * The third and fourth argument are the numbers of the values to save and to note retries. Redis refuses a script for lack of
     * memory before its first change only, so saves come first; and then deletions, so that they never wait for memory.
     */
    private static final String WRITE = Ownership.CHECK + CHUNKS + """
            local saved = 4 + ARGV[3]
            local noted = saved + ARGV[4]
            chunks('HSET', KEYS[2], 5, saved)
            chunks('HDEL', KEYS[2], noted + 1, #ARGV)
            chunks('HDEL', KEYS[3], noted + 1, #ARGV)
            for i = saved + 1, noted, 2 do
              if redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 then
                redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
              end
            end
            return 1
            """;

    private static final String SET_ASIDE = Ownership.CHECK + """
            redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
            redis.call('HDEL', KEYS[2], ARGV[3])
            return 1
            """;

    private final RedisLink link;

    private final RedisKeys keys;

    private final Ownership ownership;

    JobHash(RedisLink link, RedisKeys keys, Ownership ownership) {
        this.link = link;
        this.keys = keys;
        this.ownership = ownership;
    }

    void write(List<JobWrite> writes) {
        List<byte[]> saves = new ArrayList<>();
        List<byte[]> retries = new ArrayList<>();
        Set<Long> deletes = new LinkedHashSet<>();
        for (JobWrite write : writes) {
            if (write instanceof JobWrite.Save save) {
                StoredJob job = save.job();
                saves.add(RedisLink.text(job.number()));
                saves.add(record(job));
                if (deletes.remove(job.number()) || save.retries() > 0) {
                    retries.add(RedisLink.text(job.number()));
                    retries.add(RedisLink.text(save.retries()));
                }
            } else if (write instanceof JobWrite.Retried retried) {
                retries.add(RedisLink.text(retried.number()));
                retries.add(RedisLink.text(retried.retries()));
            } else if (write instanceof JobWrite.Delete delete) {
                deletes.add(delete.number());
            }
        }
        List<byte[]> arguments = this.ownership.arguments(RedisLink.text(saves.size()), RedisLink.text(retries.size()));
        arguments.addAll(saves);
        arguments.addAll(retries);
        deletes.forEach(number -> arguments.add(RedisLink.text(number)));
        this.ownership.run(WRITE, List.of(this.keys.owner(), this.keys.jobs(), this.keys.retries()), arguments);
    }

    private byte[] record(StoredJob job) {
        byte[] record = JobRecord.of(job);
        if (record.length > LARGEST_VALUE) {
            String tooLarge = "a job of " + record.length
                    + " bytes is too large, Redis takes values of 512 MiB at most. Submit smaller jobs";
            throw new JobStoreException(this.link + ": " + tooLarge, "The job store: " + tooLarge);
        }
        return record;
    }

    /** Gives all jobs in the order of their numbers. Nobody may write meanwhile. */
    void load(Consumer<StoredJob> jobs) {
        Map<String, Integer> retries = retries();
        // A scan gives a job twice if the hash is rearranged meanwhile.
        Map<Long, RecoveredJob> found = new HashMap<>();
        List<Map.Entry<byte[], byte[]>> damaged = new ArrayList<>();
        int limit = 1;
        MapScanCursor<byte[], byte[]> page = scan(ScanCursor.INITIAL, limit);
        while (true) {
            long bytes = 0;
            for (Map.Entry<byte[], byte[]> entry : page.getMap().entrySet()) {
                bytes += entry.getValue().length;
                Optional<RecoveredJob> job = JobRecord.read(
                        entry.getKey(), entry.getValue(), retries.getOrDefault(string(entry.getKey()), 0));
                job.ifPresentOrElse(read -> found.put(read.number(), read), () -> damaged.add(entry));
            }
            if (page.isFinished()) {
                break;
            }
            limit = Math.max(1, Math.min(PAGE_JOBS, bytes > PAGE_BYTES ? limit / 2 : limit * 2));
            page = scan(page, limit);
        }
        for (Map.Entry<byte[], byte[]> entry : damaged) {
            setAside(entry.getKey(), entry.getValue());
        }
        found.values().stream()
                .sorted(Comparator.comparingLong(RecoveredJob::number))
                .forEach(jobs);
    }

    private MapScanCursor<byte[], byte[]> scan(ScanCursor cursor, int limit) {
        return this.link.call(redis -> redis.hscan(this.keys.jobs(), cursor, ScanArgs.Builder.limit(limit)));
    }

    private Map<String, Integer> retries() {
        Map<String, Integer> retries = new HashMap<>();
        this.link
                .call(redis -> redis.hgetall(this.keys.retries()))
                .forEach((number, count) -> retries.put(string(number), parse(count)));
        return retries;
    }

    private static int parse(byte[] count) {
        try {
            return Integer.parseInt(string(count));
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    private void setAside(byte[] number, byte[] value) {
        log.error(
                "{}: job {} is damaged and will not run. Its {} bytes are kept in the hash {}",
                this.link,
                string(number),
                value.length,
                string(this.keys.damaged()));
        this.ownership.run(
                SET_ASIDE,
                List.of(this.keys.owner(), this.keys.jobs(), this.keys.damaged()),
                this.ownership.arguments(number, value));
    }

    private static String string(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
