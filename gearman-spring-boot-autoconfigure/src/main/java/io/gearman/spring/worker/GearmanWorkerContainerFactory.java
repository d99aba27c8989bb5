package io.gearman.spring.worker;

/**
 * Makes the containers of functions. The factory bean named {@code gearmanWorkerContainerFactory} is used unless
 * {@link io.gearman.spring.annotation.GearmanFunction#containerFactory()} names another.
 */
@FunctionalInterface
public interface GearmanWorkerContainerFactory {

    /**
     * Make the container of a function, not yet started.
     *
     * @param endpoint the function
     * @return its container
     */
    GearmanWorkerContainer createContainer(GearmanFunctionEndpoint endpoint);
}
