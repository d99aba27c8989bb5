package io.gearman.server.store.redis;

import io.gearman.server.store.JobStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Says what to do about an error of Redis, which begins with a code. Immutable. */
final class RedisErrors {

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("OOM", "its memory is full. Raise maxmemory or free memory; until then it takes no jobs"),
            Map.entry("MISCONF", "it cannot write to its disk. See its log; until then it takes no jobs"),
            Map.entry("READONLY", "it is a replica, which cannot be written. Name the primary instead"),
            Map.entry("NOREPLICAS", "it has fewer replicas than min-replicas-to-write asks for"),
            Map.entry("LOADING", "it is still reading its data from disk"),
            Map.entry("BUSY", "a script of another program occupies it. Stop it with SCRIPT KILL"),
            Map.entry("NOAUTH", "it wants a password. Put it into the URI: redis://user:password@host"),
            Map.entry("WRONGPASS", "user or password of the URI are wrong"),
            Map.entry("NOPERM", "the user of the URI lacks rights. Allow all commands on the keys of this store"),
            Map.entry("CROSSSLOT", "it is a cluster, which cannot be used. Name a Redis of its own"),
            Map.entry("MOVED", "it is a cluster, which cannot be used. Name a Redis of its own"),
            Map.entry("WRONGTYPE", "another program uses the keys of this store. Choose another prefix"));

    private final String name;

    private final Duration timeout;

    RedisErrors(String name, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
    }

    /** Tells whether Redis refused a command for a reason that passes, so that the connection is as good as before. */
    static boolean isTemporaryRefusal(Throwable error) {
        return error instanceof RedisCommandExecutionException && !code(error).equals("READONLY");
    }

    JobStoreException unreachable(Throwable error) {
        return explained(error)
                .orElseGet(() -> new JobStoreException(
                        this.name + " cannot be reached: " + root(error) + ". Start it, or correct the URI", error));
    }

    JobStoreException disconnected() {
        return new JobStoreException(this.name + " is not connected");
    }

    JobStoreException failed(Throwable error) {
        if (error instanceof RedisCommandInterruptedException) {
            Thread.currentThread().interrupt();
            return new JobStoreException("Interrupted while waiting for " + this.name, error);
        }
        if (error instanceof RedisCommandTimeoutException) {
            return new JobStoreException(
                    this.name + " did not answer within " + this.timeout.toMillis() + " ms", error);
        }
        return explained(error).orElseGet(() -> new JobStoreException(this.name + " failed: " + root(error), error));
    }

    private Optional<JobStoreException> explained(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String advice = ADVICE.get(code(cause));
            if (advice != null) {
                return Optional.of(
                        new JobStoreException(this.name + ": " + advice + " (" + cause.getMessage() + ")", error));
            }
        }
        return Optional.empty();
    }

    private static String code(Throwable error) {
        String message = String.valueOf(error.getMessage());
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }

    private static String root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
