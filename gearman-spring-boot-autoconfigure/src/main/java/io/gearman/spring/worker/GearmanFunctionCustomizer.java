package io.gearman.spring.worker;

/**
 * Changes how a function is served before its container is made, whether it was found by its annotation or registered by
 * hand. Beans of this type are called in their order; what {@code gearman.worker.functions} says of the function comes last.
 */
@FunctionalInterface
public interface GearmanFunctionCustomizer {

    /**
     * Change a function's settings.
     *
     * @param endpoint the function as it was declared
     * @return the function as it is to be served, the same object for no change
     */
    GearmanFunctionEndpoint customize(GearmanFunctionEndpoint endpoint);
}
