package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.envelope.EnvelopeFormat;
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
 * @param ssl how connections to these servers are encrypted
 * @param template properties of the template
 */
@ConfigurationProperties("gearman")
record GearmanProperties(
        @DefaultValue List<String> servers,
        @DefaultValue Ssl ssl,
        @DefaultValue Template template) {

    /**
     * How connections to the job servers are encrypted.
     *
     * @param bundle Name of the SSL bundle that connections to the job servers use. When not set, they are not encrypted. The
     *     embedded server, within the JVM, needs none.
     */
    record Ssl(@Nullable String bundle) {}

    /**
     * Properties of the template.
     *
     * @param envelope What payloads are put into before they are sent, so that headers can travel with them. Workers that know
     *     of no envelope read plain payloads only.
     * @param observationEnabled Whether each submission is observed, for traces. Needs an ObservationRegistry.
     * @param timeout Longest time to wait for the result of a foreground job. When not set, there is no limit.
     */
    record Template(
            @DefaultValue("none") EnvelopeFormat envelope,
            @DefaultValue("false") boolean observationEnabled,
            @Nullable Duration timeout) {}
}
