package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How long the template waits for a result.
 *
 * <p>With an embedded server the functions are this application's own. While they are not served yet, or not any more, a
 * call that waits without limit would wait for ever, and the start of the application with it if it is made by a
 * {@code @PostConstruct} method: such a call gets the client's response timeout.
 */
class TemplateTimeout implements Supplier<@Nullable Duration> {

    private final @Nullable Duration configured;

    private final Duration whileNotServing;

    private final boolean embedded;

    private final ObjectProvider<GearmanWorkerRegistry> registry;

    /** Kept once it is found: to look it up for each call would cost more than the call. */
    private volatile @Nullable GearmanWorkerRegistry found;

    TemplateTimeout(
            @Nullable Duration configured,
            Duration whileNotServing,
            GearmanConnectionDetails connectionDetails,
            ObjectProvider<GearmanWorkerRegistry> registry) {
        this.configured = configured;
        this.whileNotServing = whileNotServing;
        this.embedded = connectionDetails.getServers().stream().allMatch(ServerAddress::isInJvm);
        this.registry = registry;
    }

    @Override
    public @Nullable Duration get() {
        if (this.configured != null || isServing()) {
            return this.configured;
        }
        return this.whileNotServing;
    }

    private boolean isServing() {
        if (!this.embedded) {
            return true;
        }
        GearmanWorkerRegistry registry = this.found;
        if (registry == null) {
            // Without a lock, which could be waited for by whoever is making the registry.
            registry = this.registry.getIfAvailable();
            this.found = registry;
        }
        return registry == null || registry.isRunning();
    }
}
