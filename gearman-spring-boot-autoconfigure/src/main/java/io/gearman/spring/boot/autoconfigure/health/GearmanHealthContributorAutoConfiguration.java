package io.gearman.spring.boot.autoconfigure.health;

import io.gearman.client.GearmanClient;
import io.gearman.server.GearmanServer;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the health contributors {@code gearman} (the job servers), {@code gearmanWorkers} (whether functions
 * are worked, for a readiness group) and {@code gearmanServer} (the embedded server).
 */
@AutoConfiguration(
        after = {
            GearmanAutoConfiguration.class,
            GearmanServerAutoConfiguration.class,
            GearmanWorkerAutoConfiguration.class
        })
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@EnableConfigurationProperties(GearmanHealthProperties.class)
public final class GearmanHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("gearman")
    @ConditionalOnSingleCandidate(GearmanClient.class)
    @ConditionalOnMissingBean(name = "gearmanHealthContributor")
    GearmanHealthIndicator gearmanHealthContributor(GearmanClient client, GearmanHealthProperties properties) {
        return new GearmanHealthIndicator(client, properties.requiredServers(), properties.timeout());
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("gearman")
    @ConditionalOnBean(GearmanWorkerRegistry.class)
    @ConditionalOnMissingBean(name = "gearmanWorkersHealthContributor")
    GearmanWorkersHealthIndicator gearmanWorkersHealthContributor(GearmanWorkerRegistry registry) {
        return new GearmanWorkersHealthIndicator(registry);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(GearmanServer.class)
    @ConditionalOnBean(EmbeddedGearmanServer.class)
    static class ServerConfiguration {

        @Bean
        @ConditionalOnEnabledHealthIndicator("gearman")
        @ConditionalOnMissingBean(name = "gearmanServerHealthContributor")
        GearmanServerHealthIndicator gearmanServerHealthContributor(EmbeddedGearmanServer server) {
            return new GearmanServerHealthIndicator(server.server());
        }
    }
}
