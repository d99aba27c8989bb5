package io.gearman.server.store.redis;

import io.gearman.server.store.NumberRange;
import io.gearman.server.store.Priority;
import io.gearman.server.store.RecoveredJob;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that a gearmand left in this Redis. gearmand 1.1.20 keeps each in a hash at {@code <prefix>-<function>-<unique>}, with
 * the payload as {@code data} and the {@code priority}. Used by one thread at a time.
 */
final class GearmandKeys {

    private static final Logger log = LoggerFactory.getLogger(GearmandKeys.class);

    /** What libgearman makes up when a client gives no unique. */
    private static final Pattern MADE_UP =
            Pattern.compile("(.+)-(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})", Pattern.DOTALL);

    private static final Pattern FIRST = Pattern.compile("([^-]+)-(.*)", Pattern.DOTALL);

    private static final int MAX_UNIQUE = 64;

    private static final int VALUES = 4;

    private static final int PAGE = 100;

    /** Newer versions of gearmand keep the names as well. */
    private static final String READ = """
            local jobs = {}
            for i, key in ipairs(KEYS) do
              if redis.call('TYPE', key).ok == 'hash' then
                jobs[i] = redis.call('HMGET', key, 'data', 'priority', 'function', 'unique')
              else
                jobs[i] = {}
              end
            end
            return jobs
            """;

    /** Makes the jobs of the arguments out of gearmand's keys, which follow the first two. */
    private static final String MOVE = Ownership.CHECK + """
            for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
            for i = 3, #KEYS do redis.call('DEL', KEYS[i]) end
            return 1
            """;

    private final RedisLink link;

    private final RedisKeys keys;

    private final Ownership ownership;

    private final String prefix;

    GearmandKeys(RedisLink link, RedisKeys keys, Ownership ownership, String prefix) {
        this.link = link;
        this.keys = keys;
        this.ownership = ownership;
        this.prefix = prefix + "-";
    }

    /** Makes our jobs of all of gearmand's. A crash meanwhile leaves each job either there or here. */
    void takeOver(LongFunction<NumberRange> numbers) {
        ScanArgs pattern = ScanArgs.Builder.limit(PAGE).match(this.prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*");
        ScanCursor cursor = ScanCursor.INITIAL;
        int jobs = 0;
        do {
            ScanCursor from = cursor;
            KeyScanCursor<byte[]> page = this.link.call(redis -> redis.scan(from, pattern));
            jobs += move(page.getKeys(), numbers);
            cursor = page;
        } while (!cursor.isFinished());
        if (jobs > 0) {
            log.info("{}: took over {} jobs that gearmand had at {}*", this.link, jobs, this.prefix);
        }
    }

    private int move(List<byte[]> found, LongFunction<NumberRange> numbers) {
        if (found.isEmpty()) {
            return 0;
        }
        List<Object> values = this.link.ask(READ, found, List.of());
        long number = numbers.apply(found.size()).first();
        List<byte[]> keysToMove = new ArrayList<>(List.of(this.keys.owner(), this.keys.jobs()));
        List<byte[]> records = this.ownership.arguments();
        int jobs = 0;
        for (int i = 0; i < found.size(); i++) {
            Optional<RecoveredJob> job = read(found.get(i), (List<?>) values.get(i), number + jobs);
            if (job.isPresent()) {
                keysToMove.add(found.get(i));
                records.add(RedisLink.text(job.get().number()));
                records.add(JobRecord.of(job.get()));
                jobs++;
            } else {
                log.error("{}: the key {} is no job of gearmand, and stays", this.link, latin(found.get(i)));
            }
        }
        this.ownership.run(MOVE, keysToMove, records);
        return jobs;
    }

    private Optional<RecoveredJob> read(byte[] key, List<?> values, long number) {
        Optional<Priority> priority = values.size() == VALUES ? priority((byte[]) values.get(1)) : Optional.empty();
        byte[] payload = priority.isPresent() ? (byte[]) values.get(0) : null;
        if (payload == null) {
            return Optional.empty();
        }
        byte[] function = (byte[]) values.get(2);
        byte[] unique = (byte[]) values.get(3);
        if (function == null || unique == null) {
            // One character a byte, so that names come out as they are.
            String names = latin(key).substring(this.prefix.getBytes(StandardCharsets.UTF_8).length);
            Matcher parts = MADE_UP.matcher(names);
            // A '-' may be in the name of a function as well as in a unique: gearmand ends the name at the first.
            if (!parts.matches()) {
                parts = FIRST.matcher(names);
                if (!parts.matches()) {
                    return Optional.empty();
                }
                if (parts.group(2).contains("-")) {
                    log.warn(
                            "{}: {} is read as gearmand reads it, as function '{}' with unique '{}'",
                            this.link,
                            names,
                            parts.group(1),
                            parts.group(2));
                }
            }
            function = parts.group(1).getBytes(StandardCharsets.ISO_8859_1);
            unique = parts.group(2).getBytes(StandardCharsets.ISO_8859_1);
        }
        return unique.length > MAX_UNIQUE
                ? Optional.empty()
                : Optional.of(new RecoveredJob(number, function, unique, payload, null, priority.get(), 0, 0));
    }

    private static Optional<Priority> priority(byte @Nullable [] digit) {
        int ordinal = digit != null && digit.length == 1 ? digit[0] - '0' : -1;
        return ordinal >= 0 && ordinal < Priority.values().length
                ? Optional.of(Priority.values()[ordinal])
                : Optional.empty();
    }

    private static String latin(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }
}
