package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.boot.autoconfigure.GearmanWorkerProperties.Retry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * Makes policies of properties.
 *
 * @param defaults what holds for all functions
 */
record RetrySettings(Retry defaults) {

    /** Returns the policy for all functions, {@code null} for no further attempts. */
    @Nullable
    RetryPolicy policy() {
        return policy(this.defaults);
    }

    /** Returns the policy of a function that has settings of its own, {@code null} if it has none. */
    @Nullable
    RetryPolicy policyOf(Retry own) {
        if (own.equals(new Retry(null, null, null, null, null))) {
            return null;
        }
        RetryPolicy policy = policy(new Retry(
                first(own.enabled(), this.defaults.enabled()),
                first(own.maxRetries(), this.defaults.maxRetries()),
                first(own.initialInterval(), this.defaults.initialInterval()),
                first(own.multiplier(), this.defaults.multiplier()),
                first(own.maxInterval(), this.defaults.maxInterval())));
        // Not null, since that would be the default of all functions.
        return (policy != null) ? policy : (failure) -> false;
    }

    private static @Nullable RetryPolicy policy(Retry retry) {
        if (!Boolean.TRUE.equals(retry.enabled())) {
            return null;
        }
        return RetryPolicy.builder()
                .maxRetries(orElse(retry.maxRetries(), 3L))
                .delay(orElse(retry.initialInterval(), Duration.ofSeconds(1)))
                .multiplier(orElse(retry.multiplier(), 1.0))
                .maxDelay(orElse(retry.maxInterval(), Duration.ofSeconds(30)))
                .build();
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
        return (own != null) ? own : other;
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return (value != null) ? value : other;
    }
}
