package io.gearman.server.store.redis;

import io.gearman.server.store.JobStoreException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one job server the owner of the store. Redis knows its name and the number of its connection, and a script that changes
 * anything compares both first: so neither a server that was away while another took the store, nor a command that arrives
 * late from a connection given up, can write. The owner renews its claim while it runs; that only tells another server, which
 * starts, whether it is alive.
 *
 * <p>Used by the thread of the store; {@link #renew} is called by Lettuce's threads, and never while the store is taken.
 */
final class Ownership {

    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    /** Without news for so long, an owner has died. */
    private static final Duration CLAIM = Duration.ofSeconds(6);

    private static final Duration RENEWAL = Duration.ofSeconds(2);

    /** Begins a script: goes on only if the first two arguments name the owner. */
    static final String CHECK = """
            local owner = redis.call('HMGET', KEYS[1], 'server', 'session')
            if owner[1] ~= ARGV[1] or owner[2] ~= ARGV[2] then return 0 end
            """;

    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /** A connection that was given up may still ask, later than the one that followed it. */
    private static final String TAKE = NOW + """
            local owner = redis.call('HMGET', KEYS[1], 'server', 'session', 'until')
            local mine = owner[1] == ARGV[1]
            local left = owner[1] and math.max(0, (owner[3] or 0) - now) or 0
            if mine and tonumber(owner[2] or 0) >= tonumber(ARGV[2]) then return {'LATE'} end
            if owner[1] and not mine then
              if ARGV[4] ~= '' then return {'LOST', owner[1]} end
              if left > 0 then return {'TAKEN', owner[1], owner[3], tostring(left)} end
            end
            redis.call('HSET', KEYS[1], 'server', ARGV[1], 'session', ARGV[2],
                'until', string.format('%.0f', now + ARGV[3]))
            if not owner[1] then return {'NEW'} end
            return {'OK'}
            """;

    private static final String RENEW = NOW + CHECK + """
            redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ARGV[3]))
            return 1
            """;

    private final RedisLink link;

    private final byte[] key;

    private final byte[] server;

    private long session;

    private boolean taken;

    private @Nullable Future<?> renewal;

    Ownership(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.key = keys.owner();
        this.server = RedisLink.text(
                hostName() + " (process " + ProcessHandle.current().pid() + ", " + UUID.randomUUID() + ")");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException ex) {
            return "a host without a name";
        }
    }

    /** Takes the store for a new connection. Waits for the claim of a server that may have died. */
    synchronized void take() {
        this.session++;
        List<String> answer = tryToTake();
        String firstClaim = answer.get(0).equals("TAKEN") ? answer.get(2) : "";
        while (answer.get(0).equals("TAKEN")) {
            if (!answer.get(2).equals(firstClaim)) {
                throw new JobStoreException(this.link + " is in use by the job server on " + answer.get(1)
                        + ". Stop that one, or give this one another prefix or database");
            }
            pause(Math.min(Long.parseLong(answer.get(3)) + 1, RENEWAL.toMillis() / 4));
            answer = tryToTake();
        }
        switch (answer.get(0)) {
            case "LOST" ->
                throw new JobStoreException(this.link + " was taken by the job server on " + answer.get(1)
                        + " while this one had no connection. One of both has to be stopped");
            case "LATE" -> throw new JobStoreException(this.link + " is used by a newer connection of this server");
            case "NEW" -> {
                if (this.taken) {
                    log.error(
                            "{} has lost all jobs: it was emptied, or restarted without an append-only file."
                                    + " The jobs that wait in this server will be done, unless it stops before",
                            this.link);
                }
            }
            default -> log.debug("{} belongs to this server", this.link);
        }
        this.taken = true;
        if (this.renewal == null) {
            this.renewal = this.link.repeat(this::renew, RENEWAL);
        }
    }

    private List<String> tryToTake() {
        byte[] again = RedisLink.text(this.taken ? "again" : "");
        return this.link.ask(TAKE, List.of(this.key), arguments(claim(), again)).stream()
                .map(part -> new String((byte[]) part, StandardCharsets.UTF_8))
                .toList();
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new JobStoreException("Interrupted while waiting for " + this.link, ex);
        }
    }

    /** The arguments of a script that begins with {@link #CHECK}. */
    List<byte[]> arguments(byte[]... more) {
        List<byte[]> arguments = new ArrayList<>(List.of(this.server, RedisLink.text(this.session)));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    /** Runs a script that begins with {@link #CHECK}, with this owner's key and {@link #arguments}. */
    void run(String script, List<byte[]> keys, List<byte[]> arguments) {
        if (this.link.run(script, keys, arguments) == 0) {
            this.link.drop();
            throw lost();
        }
    }

    private JobStoreException lost() {
        return new JobStoreException(
                this.link + " no longer belongs to this server: another one has taken it, or the key "
                        + new String(this.key, StandardCharsets.UTF_8) + " was changed. Nothing was written");
    }

    synchronized void renew() {
        try {
            if (this.link.isOpen() && this.link.run(RENEW, List.of(this.key), arguments(claim())) == 0) {
                log.error(lost().getMessage());
                this.link.drop();
            }
        } catch (JobStoreException ex) {
            // The next change meets the same.
            log.debug("No renewal", ex);
        }
    }

    private static byte[] claim() {
        return RedisLink.text(CLAIM.toMillis());
    }

    /** Lets another server take the store at once. */
    synchronized void release() {
        Future<?> running = this.renewal;
        if (running == null) {
            return;
        }
        running.cancel(false);
        this.renewal = null;
        this.taken = false;
        if (this.link.isOpen()) {
            try {
                run(RENEW, List.of(this.key), arguments(RedisLink.text(0)));
            } catch (JobStoreException ex) {
                log.debug("Not released", ex);
            }
        }
    }
}
