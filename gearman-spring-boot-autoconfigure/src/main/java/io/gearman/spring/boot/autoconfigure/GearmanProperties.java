package io.gearman.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the job servers are, and how the template submits to them.
 *
 * @param servers Comma-separated list of job servers, each as host or host:port (default port 4730). When not set, a job
 *     server is embedded in the application.
 * @param template properties of the template
 */
@ConfigurationProperties("gearman")
record GearmanProperties(
        @DefaultValue List<String> servers, @DefaultValue Template template) {

    /**
     * Properties of the template.
     *
     * @param timeout Longest time to wait for the result of a foreground job. When not set, there is no limit.
     */
    record Template(@Nullable Duration timeout) {}
}
