package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.Concurrency;
import io.gearman.spring.worker.GearmanFunctionCustomizer;
import io.gearman.spring.worker.GearmanFunctionEndpoint;
import io.gearman.spring.worker.Recycling;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Gives functions the settings that {@code gearman.worker.functions} has for them.
 *
 * @param functions the settings, by the names of the functions
 * @param retry makes their policies
 */
record FunctionProperties(Map<String, GearmanWorkerProperties.Function> functions, RetrySettings retry)
        implements GearmanFunctionCustomizer {

    FunctionProperties {
        functions.forEach(FunctionProperties::check);
    }

    @Override
    public GearmanFunctionEndpoint customize(GearmanFunctionEndpoint endpoint) {
        GearmanWorkerProperties.Function properties = this.functions.get(endpoint.function());
        if (properties == null) {
            return endpoint;
        }
        return new GearmanFunctionEndpoint(
                endpoint.id(),
                endpoint.function(),
                endpoint.jobFunction(),
                endpoint.description(),
                firstOf(concurrency(endpoint.function(), properties), endpoint.concurrency()),
                firstOf(properties.timeout(), endpoint.timeout()),
                recycling(endpoint.function(), properties).orElse(endpoint.recycling()),
                firstOf(properties.autoStartup(), endpoint.autoStartup()),
                firstOf(this.retry.policyOf(properties.retry()), endpoint.retryPolicy()),
                endpoint.errorHandler());
    }

    private static <T> @Nullable T firstOf(@Nullable T property, @Nullable T declared) {
        return (property != null) ? property : declared;
    }

    private static @Nullable Concurrency concurrency(String function, GearmanWorkerProperties.Function properties) {
        return new ConcurrencyProperty(
                        "gearman.worker.functions." + function + ".concurrency", properties.concurrency())
                .read();
    }

    private static Recycling recycling(String function, GearmanWorkerProperties.Function properties) {
        return new RecyclingProperties(
                        "gearman.worker.functions." + function, properties.maxJobs(), properties.maxLifetime())
                .read();
    }

    private static void check(String function, GearmanWorkerProperties.Function properties) {
        String prefix = "gearman.worker.functions." + function;
        concurrency(function, properties);
        recycling(function, properties);
        if (properties.timeout() != null && properties.timeout().toMillis() < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".timeout", properties.timeout(), "A job needs at least a millisecond.");
        }
    }
}
