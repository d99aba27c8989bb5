package io.gearman.spring.boot.autoconfigure;

import io.gearman.worker.GearmanWorker;

/**
 * Changes the settings of each worker after the properties have been applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface GearmanWorkerCustomizer {

    /**
     * Change the settings.
     *
     * @param builder builds each worker
     */
    void customize(GearmanWorker.Builder builder);
}
