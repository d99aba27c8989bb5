package io.gearman.spring.boot.autoconfigure.endpoint;

import io.gearman.client.GearmanClient;
import io.gearman.server.GearmanServer;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.spring.boot.autoconfigure.EmbeddedGearmanServer;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.endpoint.GearmanEndpoint.Queue;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the actuator endpoint {@code gearman} and of what the endpoint {@code info} says of Gearman. */
@AutoConfiguration(
        after = {
            GearmanAutoConfiguration.class,
            GearmanServerAutoConfiguration.class,
            GearmanWorkerAutoConfiguration.class
        })
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnSingleCandidate(GearmanClient.class)
public final class GearmanEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnEnabledInfoContributor(value = "gearman", fallback = InfoContributorFallback.DISABLE)
    GearmanInfoContributor gearmanInfoContributor(
            GearmanClient client, ObjectProvider<GearmanWorkerRegistry> registry) {
        return new GearmanInfoContributor(client, registry.getIfAvailable());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(GearmanEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        RunningJobs gearmanRunningJobs() {
            return new RunningJobs(Clock.systemUTC());
        }

        @Bean
        @ConditionalOnMissingBean
        GearmanEndpoint gearmanEndpoint(
                GearmanClient client,
                ObjectProvider<GearmanWorkerRegistry> registry,
                RunningJobs runningJobs,
                ObjectProvider<EmbeddedQueues> queues) {
            return new GearmanEndpoint(client, registry.getIfAvailable(), runningJobs, queues.getIfAvailable());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(GearmanServer.class)
    @ConditionalOnBean(EmbeddedGearmanServer.class)
    @ConditionalOnAvailableEndpoint(GearmanEndpoint.class)
    static class ServerConfiguration {

        @Bean
        EmbeddedQueues gearmanEmbeddedQueues(EmbeddedGearmanServer server) {
            return () -> server.server().functions().stream()
                    .map(ServerConfiguration::queue)
                    .toList();
        }

        private static Queue queue(FunctionStatus status) {
            return new Queue(status.name(), status.queued(), status.running(), status.workers());
        }
    }

    /** The functions of the embedded server, as a type that is there without it. */
    @FunctionalInterface
    interface EmbeddedQueues extends Supplier<List<Queue>> {}
}
