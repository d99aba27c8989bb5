package io.gearman.spring.boot.autoconfigure;

import io.gearman.client.ServerPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the client reaches the job servers.
 *
 * @param clientId Name under which the job servers list this application's client connections. When not set, the
 *     application's name.
 * @param connectTimeout Longest time to wait for a connection to a job server.
 * @param responseTimeout Longest time to wait for a job server to accept a job or to answer a question.
 * @param serverPolicy Which of several job servers gets a job. A ServerPolicy bean takes its place.
 * @param failFast Whether the application fails to start when no job server can be reached.
 */
@ConfigurationProperties("gearman.client")
record GearmanClientProperties(
        @Nullable String clientId,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration responseTimeout,
        @DefaultValue("round-robin") Policy serverPolicy,
        @DefaultValue("false") boolean failFast) {

    /** The policies that have a name. */
    enum Policy {
        /** Jobs without a unique in turn, those with the same unique to the same server. */
        ROUND_ROBIN(ServerPolicy.roundRobin()),

        /** As round-robin, but jobs without a unique stay together by function. */
        HASH(ServerPolicy.hash()),

        /** All jobs to the first server that is up. */
        FAILOVER(ServerPolicy.failover());

        private final ServerPolicy policy;

        Policy(ServerPolicy policy) {
            this.policy = policy;
        }

        ServerPolicy policy() {
            return this.policy;
        }
    }
}
