package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.GearmanServerOptions;

/**
 * Changes the settings of the embedded job server after the properties have been applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface GearmanServerCustomizer {

    /**
     * Change the settings.
     *
     * @param builder builds the embedded job server
     */
    void customize(GearmanServerOptions.Builder builder);
}
