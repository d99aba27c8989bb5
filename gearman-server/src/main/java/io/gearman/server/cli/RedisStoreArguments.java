package io.gearman.server.cli;

import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobStore;
import io.gearman.server.store.redis.RedisJobDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Redis, which may have been gearmand's. */
final class RedisStoreArguments implements StoreArguments {

    @Option(
            names = "--redis-server",
            paramLabel = "HOST",
            description = "Host of Redis, or all of it as a URI like rediss://user:password@host:6379/0. Default:"
                    + " 127.0.0.1.")
    private String server = "127.0.0.1";

    @Option(names = "--redis-port", paramLabel = "PORT", description = "Port of Redis. Default: 6379.")
    private String port = "6379";

    @Option(names = "--redis-password", paramLabel = "PASSWORD", description = "Password of Redis. Default: none.")
    private @Nullable String password;

    @Option(
            names = "--redis-prefix",
            paramLabel = "PREFIX",
            description = "What gearmand's keys begin with, whose jobs are taken over. Default: _gear_.")
    private String prefix = "_gear_";

    @Option(
            names = "--redis-key-prefix",
            paramLabel = "PREFIX",
            description = "What the keys of this server begin with; servers that share a Redis need one each. Default:"
                    + " gearman:.")
    private String keyPrefix = RedisJobDatabase.DEFAULT_PREFIX;

    @Override
    public String queueType() {
        return "redis";
    }

    @Override
    public JobStore store() {
        return new BatchingJobStore(new RedisJobDatabase(uri(), this.keyPrefix, this.prefix));
    }

    private String uri() {
        if (this.server.contains("://")) {
            return this.server;
        }
        String host = this.server.contains(":") ? "[" + this.server + "]" : this.server;
        return "redis://" + credentials() + host + ":" + ServicePort.of(this.port, "--redis-port") + "/0";
    }

    private String credentials() {
        if (this.password == null) {
            return "";
        }
        return ":" + URLEncoder.encode(this.password, StandardCharsets.UTF_8).replace("+", "%20") + "@";
    }
}
