package io.gearman.spring.boot.autoconfigure;

import io.gearman.client.GearmanClient;

/**
 * Changes the settings of the client after the properties have been applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface GearmanClientCustomizer {

    /**
     * Change the settings.
     *
     * @param builder builds the client
     */
    void customize(GearmanClient.Builder builder);
}
