package io.gearman.server.store.redis;

import io.gearman.server.store.JobStoreException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what Redis has answered is on its disk. With {@code appendfsync always} it is; otherwise Redis 7.2 and newer
 * can be asked to wait for it; otherwise the operator is warned. Used by one thread at a time.
 */
final class Durability {

    private static final Logger log = LoggerFactory.getLogger(Durability.class);

    /** Lettuce has no name for it. */
    private static final ProtocolKeyword WAITAOF = () -> "WAITAOF".getBytes(StandardCharsets.US_ASCII);

    private final RedisLink link;

    private boolean waiting;

    private String warned = "";

    Durability(RedisLink link) {
        this.link = link;
    }

    /** Looks at the settings of a Redis that was just connected. */
    void check() {
        Map<String, String> settings = settings();
        // With "appendfsync no" it would wait for ever.
        this.waiting = !isSyncedAlways(settings) && !"no".equals(settings.get("appendfsync")) && canWait();
        String warning = warning(settings);
        if (warning != null && !warning.equals(this.warned)) {
            log.error("{}: {}", this.link, warning);
        }
        this.warned = warning == null ? "" : warning;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pattern : List.of("*append*", "maxmemory*")) {
            try {
                settings.putAll(this.link.call(redis -> redis.configGet(pattern)));
            } catch (JobStoreException ex) {
                log.debug("{} does not tell its settings", this.link, ex);
            }
        }
        return settings;
    }

    private static boolean isSyncedAlways(Map<String, String> settings) {
        return "yes".equals(settings.get("appendonly"))
                && "always".equals(settings.get("appendfsync"))
                && "no".equals(settings.get("no-appendfsync-on-rewrite"));
    }

    private boolean canWait() {
        try {
            waitForFile();
            return true;
        } catch (JobStoreException ex) {
            log.debug("{} cannot be asked to wait for its disk", this.link, ex);
            return false;
        }
    }

    private @Nullable String warning(Map<String, String> settings) {
        if (!settings.containsKey("appendonly")) {
            return this.waiting
                    ? null
                    : "cannot be asked whether it keeps jobs over a crash (CONFIG GET is not allowed). It does with"
                            + " \"appendonly yes\" and \"appendfsync always\"";
        }
        if ("no".equals(settings.get("appendonly"))) {
            return "loses the latest jobs in a crash: set \"appendonly yes\" and \"appendfsync always\" in its configuration";
        }
        if (!isSyncedAlways(settings) && !this.waiting) {
            return "loses the latest jobs in a crash: set \"appendfsync always\" and \"no-appendfsync-on-rewrite no\" in its"
                    + " configuration, or use Redis 7.2 or newer";
        }
        if (settings.getOrDefault("maxmemory-policy", "").startsWith("allkeys-")
                && !"0".equals(settings.get("maxmemory"))) {
            return "may drop all jobs when its memory is full: set \"maxmemory-policy noeviction\" in its configuration";
        }
        return null;
    }

    /** Waits until all that was written is on the disk, if Redis does not do so by itself. */
    void await() {
        if (this.waiting) {
            waitForFile();
        }
    }

    private void waitForFile() {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(1)
                .add(0)
                .add(this.link.timeout().toMillis() / 2);
        List<Long> answer = this.link.call(
                redis -> redis.dispatch(WAITAOF, new IntegerListOutput<>(ByteArrayCodec.INSTANCE), arguments));
        if (answer.isEmpty() || answer.get(0) < 1) {
            throw new JobStoreException(this.link + " did not bring its append-only file to the disk in time");
        }
    }
}
