package io.gearman.spring.boot.test;

import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanConnectionDetails;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.core.JobSubmissionListener;
import io.gearman.test.GearmanTestServer;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of the job server of a test, in the place of the embedded one. Imported by {@link AutoConfigureGearman}. */
@AutoConfiguration(before = {GearmanServerAutoConfiguration.class, GearmanAutoConfiguration.class})
public final class GearmanTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GearmanTestServer gearmanTestServer(Environment environment) {
        boolean listen = environment.getProperty("gearman.test.listen", Boolean.class, false);
        return GearmanTestServer.start(options -> {
            if (listen) {
                options.listen("127.0.0.1").port(0);
            }
        });
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanConnectionDetails gearmanTestConnectionDetails(GearmanTestServer server) {
        return () -> List.of(server.address());
    }

    @Bean
    @ConditionalOnBooleanProperty("gearman.test.synchronous")
    JobSubmissionListener synchronousSubmissions(GearmanTestServer server) {
        return (function, background, failure) -> {
            if (background && failure == null) {
                server.awaitEnded(function);
            }
        };
    }
}
