package io.gearman.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the embedded job server runs.
 *
 * @param port Port on which the embedded job server listens for other programs, 0 for any free one. When not set, it is
 *     reachable from within the application only.
 * @param address Address on which the embedded job server listens when a port is set.
 * @param jobRetries Number of lost workers after which a job fails; -1 for no limit.
 * @param shutdownTimeout Longest time for running jobs of other programs to end when the application stops.
 */
@ConfigurationProperties("gearman.server")
record GearmanServerProperties(
        @Nullable Integer port,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("-1") int jobRetries,
        @DefaultValue("5s") Duration shutdownTimeout) {}
