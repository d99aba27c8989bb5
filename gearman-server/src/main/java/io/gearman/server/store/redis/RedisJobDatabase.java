package io.gearman.server.store.redis;

import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.StoredJob;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs in Redis. What Redis answers survives its crash only with {@code appendonly yes} and {@code appendfsync always}, or
 * from version 7.2 on with {@code appendonly yes} alone; a warning in the log says so where it does not.
 *
 * <p>The URI is one of Lettuce: {@code redis://user:password@host:6379/0}, {@code rediss://} for TLS with the certificates that
 * the JVM trusts, {@code redis-sentinel://}, {@code redis-socket://}. A Redis that does not answer for 10 seconds, or for as
 * long as {@code ?timeout=} says, counts as gone.
 *
 * <p>One server owns a store at a time. After a server was killed the next one waits for at most 6 seconds.
 *
 * <p>One thread at a time makes all calls.
 */
public final class RedisJobDatabase implements JobDatabase {

    /** What all keys begin with, unless told otherwise. */
    public static final String DEFAULT_PREFIX = "gearman:";

    private static final int NUMBERS = 1_000_000_000;

    private static final String RELEASE_NUMBERS = Ownership.CHECK + """
            if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('SET', KEYS[2], ARGV[4]) end
            return 1
            """;

    private final RedisLink link;

    private final RedisKeys keys;

    private final Ownership ownership;

    private final Durability durability;

    private final JobHash jobs;

    private @Nullable GearmandKeys gearmand;

    private long highestNumber;

    private boolean taken;

    /**
     * Prepares to use Redis with keys that begin with {@link #DEFAULT_PREFIX}.
     *
     * @param uri where Redis is, with its password if it needs one
     * @throws JobStoreException if it is no such URI
     */
    public RedisJobDatabase(String uri) {
        this(uri, DEFAULT_PREFIX, null);
    }

    /**
     * Prepares to use Redis, and to take over the jobs of a gearmand that used it before: those of gearmand 1.1.20 are at the
     * keys {@code <prefix>-<function>-<unique>}.
     *
     * @param uri where Redis is, with its password if it needs one
     * @param prefix what all keys begin with
     * @param gearmandPrefix gearmand's own prefix, {@code _gear_} by default, or {@code null} to leave its jobs alone
     * @throws JobStoreException if it is no such URI
     */
    public RedisJobDatabase(String uri, String prefix, @Nullable String gearmandPrefix) {
        RedisURI address = parse(uri);
        this.keys = new RedisKeys(prefix);
        this.link = new RedisLink(address, "Redis " + place(address) + ", keys " + this.keys);
        this.ownership = new Ownership(this.link, this.keys);
        this.durability = new Durability(this.link);
        this.jobs = new JobHash(this.link, this.keys, this.ownership);
        this.gearmand =
                gearmandPrefix == null ? null : new GearmandKeys(this.link, this.keys, this.ownership, gearmandPrefix);
    }

    static RedisURI parse(String uri) {
        try {
            RedisURI address = RedisURI.create(uri);
            if (!uri.contains("timeout=")) {
                address.setTimeout(RedisLink.TIMEOUT);
            }
            return address;
        } catch (IllegalArgumentException ex) {
            // Lettuce's own message, and so the cause, may hold the password.
            throw new JobStoreException("The address of Redis is no URI like redis://user:password@host:6379/0"
                    + " (rediss:// for TLS; special characters of a password as %40 and so on)");
        }
    }

    private static String place(RedisURI address) {
        if (address.getSentinelMasterId() != null) {
            return "of the sentinels' master " + address.getSentinelMasterId() + "/" + address.getDatabase();
        }
        String socket = address.getSocket();
        return (socket == null ? address.getHost() + ":" + address.getPort() : socket) + "/" + address.getDatabase();
    }

    @Override
    public void connect() {
        if (this.taken && this.link.isOpen()) {
            return;
        }
        this.taken = false;
        this.link.open();
        this.durability.check();
        this.ownership.take();
        noteNumbers();
        this.taken = true;
        if (this.gearmand != null) {
            this.gearmand.takeOver(this::reserve);
            // Only what is there before load() is ever read.
            this.gearmand = null;
        }
    }

    /** A Redis that was emptied learns which numbers were given: otherwise the next server would give them again. */
    private void noteNumbers() {
        if (this.highestNumber == 0) {
            return;
        }
        long noted = add(0);
        if (noted < this.highestNumber) {
            add(this.highestNumber - noted);
            this.durability.await();
        }
    }

    @Override
    public NumberRange reserveNumbers() {
        return reserve(NUMBERS);
    }

    private NumberRange reserve(long count) {
        long last = add(count);
        if (last - count < this.highestNumber) {
            // Redis was emptied, or restarted without its latest data: no number may come twice.
            last = add(this.highestNumber - (last - count));
        }
        this.highestNumber = last;
        this.durability.await();
        return new NumberRange(last - count + 1, last);
    }

    private long add(long count) {
        return this.link.call(redis -> redis.incrby(this.keys.numbers(), count));
    }

    @Override
    public void releaseNumbers(long firstUnused) {
        List<byte[]> arguments =
                this.ownership.arguments(RedisLink.text(this.highestNumber), RedisLink.text(firstUnused - 1));
        this.ownership.run(RELEASE_NUMBERS, List.of(this.keys.owner(), this.keys.numbers()), arguments);
    }

    @Override
    public void load(Consumer<StoredJob> jobs) {
        this.jobs.load(jobs);
    }

    @Override
    public void write(List<JobWrite> writes) {
        this.jobs.write(writes);
        this.durability.await();
    }

    @Override
    public String toString() {
        return this.link.toString();
    }

    @Override
    public void close() {
        this.taken = false;
        this.ownership.release();
        this.link.close();
    }
}
