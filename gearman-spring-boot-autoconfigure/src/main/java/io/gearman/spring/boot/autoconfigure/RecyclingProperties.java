package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.Recycling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties that say when containers are recycled.
 *
 * @param prefix what their names begin with
 * @param maxJobs after how many jobs, {@code null} if it is not set
 * @param maxLifetime after how long, {@code null} if it is not set
 */
record RecyclingProperties(
        String prefix, @Nullable Integer maxJobs, @Nullable Duration maxLifetime) {

    Recycling read() {
        if (this.maxJobs != null && this.maxJobs < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    this.prefix + ".max-jobs", this.maxJobs, "A container needs at least one job.");
        }
        if (this.maxLifetime != null && this.maxLifetime.toMillis() < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    this.prefix + ".max-lifetime", this.maxLifetime, "A container needs at least a millisecond.");
        }
        return new Recycling(this.maxJobs, this.maxLifetime);
    }
}
