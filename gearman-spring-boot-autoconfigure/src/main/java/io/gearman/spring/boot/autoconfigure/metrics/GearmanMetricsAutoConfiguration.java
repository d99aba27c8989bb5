package io.gearman.spring.boot.autoconfigure.metrics;

import io.gearman.server.GearmanServer;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.observation.GearmanObservationAutoConfiguration;
import io.gearman.spring.observation.JobObservations;
import io.gearman.spring.observation.SubmissionObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Auto-configuration of Gearman's meters; needs micrometer-core and a {@link MeterRegistry} bean, nothing else.
 * Where observations make a timer of the same name, the meter that it takes the place of is left out. */
@AutoConfiguration(
        after = {GearmanServerAutoConfiguration.class, GearmanObservationAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "gearman.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GearmanMetricsProperties.class)
public final class GearmanMetricsAutoConfiguration {

    /** Names of functions come from clients, who may make up any number of them. */
    @Bean
    @Order(0)
    static MeterFilter gearmanFunctionsMeterFilter(GearmanMetricsProperties properties) {
        int limit = properties.maxFunctions();
        return MeterFilter.maximumAllowableTags("gearman.", "function", limit, new FurtherFunctionsFilter(limit));
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanWorkerMetrics gearmanWorkerMetrics(MeterRegistry registry, ObjectProvider<JobObservations> observations) {
        return new GearmanWorkerMetrics(registry, observations.getIfAvailable() == null);
    }

    @Bean
    @ConditionalOnMissingBean({GearmanClientMetrics.class, SubmissionObservations.class})
    GearmanClientMetrics gearmanClientMetrics(MeterRegistry registry) {
        return new GearmanClientMetrics(registry);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(GearmanServer.class)
    @ConditionalOnBean(EmbeddedGearmanServer.class)
    static class ServerConfiguration {

        @Bean
        @ConditionalOnMissingBean
        GearmanServerMetrics gearmanServerMetrics(EmbeddedGearmanServer server, MeterRegistry registry) {
            return new GearmanServerMetrics(server.server()::functions, registry);
        }

        @Bean
        @ConditionalOnMissingBean
        GearmanStoreMetrics gearmanStoreMetrics(EmbeddedGearmanServer server, MeterRegistry registry) {
            return new GearmanStoreMetrics(server.server().store(), registry);
        }
    }
}
