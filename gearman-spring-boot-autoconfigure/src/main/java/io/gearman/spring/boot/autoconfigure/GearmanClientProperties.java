package io.gearman.spring.boot.autoconfigure;

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
 * @param failFast Whether the application fails to start when no job server can be reached.
 */
@ConfigurationProperties("gearman.client")
record GearmanClientProperties(
        @Nullable String clientId,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration responseTimeout,
        @DefaultValue("false") boolean failFast) {}
