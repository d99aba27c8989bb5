package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.DefaultGearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanErrorHandler;
import io.gearman.spring.worker.GearmanFunctionAnnotationBeanPostProcessor;
import io.gearman.spring.worker.GearmanFunctionCustomizer;
import io.gearman.spring.worker.GearmanFunctionRegistrar;
import io.gearman.spring.worker.GearmanHandlerMethodFactory;
import io.gearman.spring.worker.GearmanJobInterceptor;
import io.gearman.spring.worker.GearmanWorkerContainerFactory;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.spring.worker.JobMdcInterceptor;
import io.gearman.transport.EventLoops;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GrabStrategy;
import io.gearman.worker.WorkerListener;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.validation.Validator;

/** Auto-configuration of the workers: methods annotated with {@code @GearmanFunction} are served. */
@AutoConfiguration(
        after = GearmanAutoConfiguration.class,
        afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "gearman.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "gearman.worker.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GearmanWorkerProperties.class)
public final class GearmanWorkerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static GearmanFunctionAnnotationBeanPostProcessor gearmanFunctionAnnotationBeanPostProcessor() {
        return new GearmanFunctionAnnotationBeanPostProcessor();
    }

    @Bean
    static LazyInitializationExcludeFilter eagerGearmanFunctions() {
        return new LazyFunctionExcludeFilter();
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanWorkerRegistry gearmanWorkerRegistry(
            GearmanConnectionDetails connectionDetails,
            GearmanWorkerProperties properties,
            ObjectProvider<GearmanFunctionCustomizer> customizers) {
        boolean embedded = connectionDetails.getServers().stream().allMatch(ServerAddress::isInJvm);
        GearmanWorkerRegistry registry = new GearmanWorkerRegistry(
                embedded ? GearmanWorkerRegistry.EMBEDDED_PHASE : GearmanWorkerRegistry.PHASE);
        registry.setCustomizers(Stream.concat(
                        customizers.orderedStream(),
                        Stream.of(
                                new FunctionProperties(properties.functions(), new RetrySettings(properties.retry()))))
                .toList());
        return registry;
    }

    @Bean
    UnservedFunctionWarning gearmanUnservedFunctionWarning(
            GearmanWorkerProperties properties, GearmanWorkerRegistry registry) {
        return new UnservedFunctionWarning(properties.functions().keySet(), registry);
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanFunctionRegistrar gearmanFunctionRegistrar(
            GearmanWorkerRegistry registry,
            @Qualifier("gearmanWorkerContainerFactory") GearmanWorkerContainerFactory containerFactory,
            PayloadConverter converter) {
        return new GearmanFunctionRegistrar(registry, containerFactory, converter);
    }

    @Bean
    @ConditionalOnMissingBean
    GearmanHandlerMethodFactory gearmanHandlerMethodFactory(
            PayloadConverter converter, ObjectProvider<Validator> validator) {
        return new GearmanHandlerMethodFactory(converter.messageConverter(), validator.getIfUnique());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnMissingBean
    JobMdcInterceptor gearmanJobMdcInterceptor() {
        return new JobMdcInterceptor();
    }

    @Bean
    @ConditionalOnMissingBean(name = "gearmanWorkerContainerFactory")
    GearmanWorkerContainerFactory gearmanWorkerContainerFactory(
            GearmanWorkerProperties properties,
            GearmanConnectionDetails connectionDetails,
            ServerTrust trust,
            EventLoops eventLoops,
            Environment environment,
            ObjectProvider<TaskDecorator> taskDecorator,
            ObjectProvider<WorkerListener> listeners,
            ObjectProvider<GearmanJobInterceptor> interceptors,
            ObjectProvider<GrabStrategy> grabStrategy,
            @Qualifier("gearmanErrorHandler") ObjectProvider<GearmanErrorHandler> errorHandler,
            PayloadConverter converter,
            ApplicationEventPublisher eventPublisher,
            ObjectProvider<GearmanWorkerCustomizer> customizers) {
        DefaultGearmanWorkerContainerFactory factory =
                new DefaultGearmanWorkerContainerFactory(connectionDetails::getServers);
        Concurrency concurrency =
                new ConcurrencyProperty("gearman.worker.concurrency", properties.concurrency()).read();
        if (concurrency != null) {
            factory.setConcurrency(concurrency);
        }
        Integer maxConcurrency = properties.maxConcurrency();
        if (maxConcurrency != null) {
            if (maxConcurrency < 1) {
                throw new InvalidConfigurationPropertyValueException(
                        "gearman.worker.max-concurrency", maxConcurrency, "At least one job has to run.");
            }
            factory.setMaxConcurrency(maxConcurrency);
        }
        factory.setRetryPolicy(new RetrySettings(properties.retry()).policy());
        factory.setErrorHandler(errorHandler.getIfAvailable());
        factory.setPayloadConverter(converter);
        factory.setGrabStrategy(grabStrategy.getIfUnique());
        factory.setTimeout(properties.timeout());
        factory.setRecycling(
                new RecyclingProperties("gearman.worker", properties.maxJobs(), properties.maxLifetime()).read());
        factory.setShutdownTimeout(properties.shutdownTimeout());
        factory.setAutoStartup(properties.autoStartup());
        factory.setExceptions(properties.exceptions());
        factory.setStackTraces(properties.stackTraces());
        factory.setApplicationEventPublisher(eventPublisher);
        factory.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
        factory.setTaskDecorator(taskDecorator.getIfUnique());
        factory.setClientId(ClientIds.clientId(properties.clientId(), environment));
        factory.setInterceptors(interceptors.orderedStream().toList());
        factory.setListeners(listeners.orderedStream().toList());
        factory.setCustomizer((builder) -> {
            builder.eventLoops(eventLoops);
            trust.applyTo(builder::tls);
            customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
        });
        return factory;
    }
}
