package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.GearmanFunctionCustomizer;
import io.gearman.spring.worker.GearmanFunctionEndpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Gives functions the settings that {@code gearman.worker.functions} has for them.
 *
 * @param functions the settings, by the names of the functions
 */
record FunctionProperties(Map<String, GearmanWorkerProperties.Function> functions)
        implements GearmanFunctionCustomizer {

    FunctionProperties {
        functions.forEach(FunctionProperties::requirePositive);
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
                firstOf(properties.concurrency(), endpoint.concurrency()),
                firstOf(properties.timeout(), endpoint.timeout()),
                firstOf(properties.autoStartup(), endpoint.autoStartup()));
    }

    private static <T> @Nullable T firstOf(@Nullable T property, @Nullable T declared) {
        return (property != null) ? property : declared;
    }

    private static void requirePositive(String function, GearmanWorkerProperties.Function properties) {
        String prefix = "gearman.worker.functions." + function;
        if (properties.concurrency() != null && properties.concurrency() < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".concurrency", properties.concurrency(), "At least one job has to run.");
        }
        if (properties.timeout() != null && properties.timeout().toMillis() < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".timeout", properties.timeout(), "A job needs at least a millisecond.");
        }
    }
}
