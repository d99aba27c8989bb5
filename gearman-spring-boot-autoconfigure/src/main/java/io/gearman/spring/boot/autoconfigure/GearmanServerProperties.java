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
 * @param ssl how connections to the port are encrypted
 * @param shutdownTimeout Longest time for running jobs of other programs to end when the application stops.
 */
@ConfigurationProperties("gearman.server")
record GearmanServerProperties(
        @Nullable Integer port,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("-1") int jobRetries,
        @DefaultValue Ssl ssl,
        @DefaultValue("5s") Duration shutdownTimeout) {

    /**
     * How connections to the port are encrypted.
     *
     * @param bundle Name of the SSL bundle with the certificate of the embedded job server. When not set, its port is not
     *     encrypted. The application's own connections stay within the JVM and need none.
     * @param clientAuth Whether clients and workers show a certificate that the bundle's trust store knows.
     */
    record Ssl(
            @Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth) {}

    /** Whether clients and workers show a certificate. */
    enum ClientAuth {
        /** They are not asked for one. */
        NONE,
        /** They may come without one. */
        WANT,
        /** They are refused without one. */
        NEED
    }
}
