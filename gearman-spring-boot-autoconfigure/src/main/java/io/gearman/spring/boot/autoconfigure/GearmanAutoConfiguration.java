package io.gearman.spring.boot.autoconfigure;

import io.gearman.client.GearmanClient;
import io.gearman.client.ServerPolicy;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.ClientConnectionEvents;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.spring.core.GearmanTemplate;
import io.gearman.spring.core.JobSubmissionListener;
import io.gearman.spring.core.JobSubmissionObserver;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.EventLoops;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Auto-configuration of the Gearman client and the template. */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "gearman.enabled", matchIfMissing = true)
@EnableConfigurationProperties({GearmanProperties.class, GearmanClientProperties.class})
@Import({
    GearmanConverterConfiguration.JacksonConfiguration.class,
    GearmanConverterConfiguration.PlainConfiguration.class,
    GearmanConverterConfiguration.PayloadConverterConfiguration.class
})
public final class GearmanAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(GearmanConnectionDetails.class)
    PropertiesGearmanConnectionDetails gearmanConnectionDetails(GearmanProperties properties) {
        return new PropertiesGearmanConnectionDetails(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    EventLoops gearmanEventLoops() {
        return new EventLoops("gearman");
    }

    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean
    ClientConnectionEvents gearmanClientConnectionEvents(ApplicationEventPublisher eventPublisher) {
        return new ClientConnectionEvents(eventPublisher);
    }

    @Bean
    ServerTrust gearmanServerTrust(GearmanProperties properties, ObjectProvider<SslBundles> bundles) {
        return ServerTrust.of(properties.ssl().bundle(), bundles);
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanClient gearmanClient(
            GearmanClientProperties properties,
            GearmanConnectionDetails connectionDetails,
            ServerTrust trust,
            EventLoops eventLoops,
            Environment environment,
            ClientConnectionEvents connectionEvents,
            ObjectProvider<ServerPolicy> serverPolicy,
            ObjectProvider<GearmanClientCustomizer> customizers) {
        GearmanClient.Builder builder = GearmanClient.builder()
                .servers(connectionDetails.getServers())
                .connectTimeout(properties.connectTimeout())
                .responseTimeout(properties.responseTimeout())
                .clientId(ClientIds.clientId(properties.clientId(), environment))
                .eventLoops(eventLoops)
                .serverPolicy(serverPolicy.getIfUnique(properties.serverPolicy()::policy))
                .listener(connectionEvents);
        trust.applyTo(builder::tls);
        customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
        GearmanClient client = builder.build();
        if (properties.failFast()) {
            FailFast.requireServer(client, properties.responseTimeout());
        }
        return client;
    }

    @Bean
    @ConditionalOnSingleCandidate(GearmanClient.class)
    @ConditionalOnMissingBean(GearmanOperations.class)
    GearmanTemplate gearmanTemplate(
            GearmanClient client,
            PayloadConverter converter,
            GearmanProperties properties,
            GearmanClientProperties clientProperties,
            GearmanConnectionDetails connectionDetails,
            ObjectProvider<GearmanWorkerRegistry> registry,
            Environment environment,
            ObjectProvider<JobSubmissionObserver> submissionObserver,
            ObjectProvider<JobSubmissionListener> submissionListeners) {
        GearmanTemplate template = new GearmanTemplate(client, converter);
        template.setEnvelope(properties.template().envelope(), source(environment));
        template.setSubmissionObserver(submissionObserver.getIfUnique(() -> JobSubmissionObserver.NONE));
        template.setTimeout(new TemplateTimeout(
                properties.template().timeout(), clientProperties.responseTimeout(), connectionDetails, registry));
        List<JobSubmissionListener> listeners =
                submissionListeners.orderedStream().toList();
        template.setSubmissionListener((function, background, failure) ->
                listeners.forEach((listener) -> listener.submitted(function, background, failure)));
        return template;
    }

    private static String source(Environment environment) {
        String application = environment.getProperty("spring.application.name", "gearman");
        return "/" + URLEncoder.encode(application, StandardCharsets.UTF_8);
    }
}
