package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.Concurrency;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A property that is a number or a range of jobs.
 *
 * @param name the property
 * @param value what it says, {@code null} if it is not set
 */
record ConcurrencyProperty(String name, @Nullable String value) {

    @Nullable
    Concurrency read() {
        try {
            return (this.value != null) ? Concurrency.parse(this.value.trim()) : null;
        } catch (IllegalArgumentException ex) {
            throw new InvalidConfigurationPropertyValueException(
                    this.name, this.value, "It is no number or range of jobs, " + ex.getMessage() + ".");
        }
    }
}
