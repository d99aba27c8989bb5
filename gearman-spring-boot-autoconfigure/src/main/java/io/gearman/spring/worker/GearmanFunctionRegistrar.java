package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.worker.JobContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves functions that no annotation declares, such as those whose names are known only when the application runs. A bean
 * to be injected; functions can be registered and unregistered at any time.
 *
 * <pre class="code">
 * registrar.function("sms").concurrency(4).register(Sms.class, (sms, job) -&gt; gateway.send(sms));
 * </pre>
 *
 * <p>Safe for use from multiple threads; what {@link #function} returns is not.
 */
public class GearmanFunctionRegistrar {

    private final GearmanWorkerRegistry registry;

    private final GearmanWorkerContainerFactory containerFactory;

    private final PayloadConverter converter;

    /**
     * Create a registrar.
     *
     * @param registry holds the functions
     * @param containerFactory makes the containers of functions that name no other
     * @param converter converts payloads and results
     */
    public GearmanFunctionRegistrar(
            GearmanWorkerRegistry registry,
            GearmanWorkerContainerFactory containerFactory,
            PayloadConverter converter) {
        this.registry = registry;
        this.containerFactory = containerFactory;
        this.converter = converter;
    }

    /**
     * Describe a function, to be completed and registered.
     *
     * @param name the name by which clients call it, without white space
     * @return its description, with the defaults of {@code gearman.worker}
     */
    public FunctionRegistration function(String name) {
        return new FunctionRegistration(name, this.registry, this.containerFactory, this.converter);
    }

    /**
     * Cease to serve a function; waits for its running jobs as long as the shutdown timeout allows.
     *
     * @param id the container's id, by default the function's name
     * @return whether there was such a function
     */
    public boolean unregister(String id) {
        return this.registry.unregister(id);
    }

    /**
     * What is done for each job.
     *
     * @param <P> the type of the payload
     */
    @FunctionalInterface
    public interface PayloadFunction<P> {

        /**
         * Work one job. Called by several threads at once when the concurrency is above 1.
         *
         * @param payload the job's payload
         * @param job the job
         * @return the result, converted as if an annotated method had returned it: streams are sent as data, futures are
         *     waited for
         * @throws Exception to fail the job
         */
        @Nullable
        Object apply(P payload, JobContext job) throws Exception;
    }
}
