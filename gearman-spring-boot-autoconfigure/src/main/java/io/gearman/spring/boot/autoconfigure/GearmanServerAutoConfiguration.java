package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.TlsOptions;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.JobDatabase;
import io.gearman.server.store.JobStore;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of a job server within the application, for applications that name no other.
 *
 * <p>It is reached within the JVM under a name of its own, and has an open port only if {@code gearman.server.port} is set.
 * Background jobs are kept in the {@link JobStore} bean, in a store of the {@link JobDatabase} bean, or where
 * {@code gearman.server.store} says.
 */
@AutoConfiguration(before = GearmanAutoConfiguration.class)
@ConditionalOnClass(GearmanServer.class)
@ConditionalOnBooleanProperty(name = "gearman.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "gearman.server.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(GearmanConnectionDetails.class)
@Conditional(OnNoServersCondition.class)
@EnableConfigurationProperties({GearmanServerProperties.class, GearmanStoreProperties.class})
public final class GearmanServerAutoConfiguration {

    private static final int MAX_PORT = 65_535;

    @Bean
    @ConditionalOnMissingBean
    EmbeddedGearmanServer embeddedGearmanServer(
            GearmanServerProperties properties,
            GearmanStoreProperties storeProperties,
            ObjectProvider<JobStore> stores,
            ObjectProvider<JobDatabase> databases,
            ObjectProvider<DataSource> dataSources,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<GearmanServerCustomizer> customizers) {
        GearmanServerOptions.Builder options = GearmanServerOptions.builder()
                .inJvmName("gearman-" + UUID.randomUUID())
                .jobRetries(properties.jobRetries())
                .store(store(storeProperties, stores, databases, dataSources));
        Integer port = properties.port();
        if (port != null) {
            if (port < 0 || port > MAX_PORT) {
                throw new InvalidConfigurationPropertyValueException(
                        "gearman.server.port", port, "A port is a number from 0 to " + MAX_PORT + ".");
            }
            options.listen(properties.address()).port(port);
        }
        TlsOptions tls = new EmbeddedServerTls(properties.ssl(), sslBundles).options();
        if (tls != null) {
            options.tls(tls);
        }
        customizers.orderedStream().forEach((customizer) -> customizer.customize(options));
        return new EmbeddedGearmanServer(options.build(), properties.shutdownTimeout());
    }

    private static JobStore store(
            GearmanStoreProperties properties,
            ObjectProvider<JobStore> stores,
            ObjectProvider<JobDatabase> databases,
            ObjectProvider<DataSource> dataSources) {
        JobStore store = stores.getIfAvailable();
        if (store != null) {
            return store;
        }
        JobDatabase database = databases.getIfAvailable();
        return database != null ? new BatchingJobStore(database) : JobStores.of(properties, dataSources);
    }

    @Bean
    GearmanConnectionDetails embeddedGearmanConnectionDetails(EmbeddedGearmanServer server) {
        return () -> List.of(server.address());
    }

    @Bean
    static LazyInitializationExcludeFilter eagerEmbeddedGearmanServer() {
        return LazyInitializationExcludeFilter.forBeanTypes(EmbeddedGearmanServer.class);
    }
}
