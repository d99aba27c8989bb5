package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.worker.GearmanFunctionRegistrar.PayloadFunction;
import io.gearman.worker.JobContext;
import io.gearman.worker.JobFunction;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;

/** Describes a function step by step, and registers it. Made by {@link GearmanFunctionRegistrar}; for use by one thread. */
public final class FunctionRegistration {

    private static final String BY_HAND = "a function registered by hand";

    private final String name;

    private final GearmanWorkerRegistry registry;

    private final PayloadConverter converter;

    private GearmanWorkerContainerFactory containerFactory;

    private String id;

    private @Nullable Concurrency concurrency;

    private @Nullable Duration timeout;

    private @Nullable Recycling recycling;

    private @Nullable Boolean autoStartup;

    private @Nullable RetryPolicy retryPolicy;

    private @Nullable GearmanErrorHandler errorHandler;

    FunctionRegistration(
            String name,
            GearmanWorkerRegistry registry,
            GearmanWorkerContainerFactory containerFactory,
            PayloadConverter converter) {
        if (name.isEmpty() || name.chars().anyMatch((c) -> c <= ' ')) {
            throw new InvalidGearmanFunctionException(
                    "Name '%s' of a registered function: expected: no white space and no control characters"
                            .formatted(name));
        }
        this.name = name;
        this.id = name;
        this.registry = registry;
        this.containerFactory = containerFactory;
        this.converter = converter;
    }

    /**
     * Set the identifier of the container. Default the function's name.
     *
     * @param id the identifier, unique within the application
     * @return this description
     */
    public FunctionRegistration id(String id) {
        this.id = id;
        return this;
    }

    /**
     * Set how many jobs run at once. Default {@code gearman.worker.concurrency}.
     *
     * @param concurrency at least 1
     * @return this description
     */
    public FunctionRegistration concurrency(int concurrency) {
        if (concurrency < 1) {
            throw new InvalidGearmanFunctionException("Concurrency %d of registered function '%s': expected: at least 1"
                    .formatted(concurrency, this.name));
        }
        this.concurrency = Concurrency.of(concurrency);
        return this;
    }

    /**
     * Set how long one job may run. Default {@code gearman.worker.timeout}.
     *
     * @param timeout at least 1 millisecond
     * @return this description
     */
    public FunctionRegistration timeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new InvalidGearmanFunctionException(
                    "Timeout %s of registered function '%s': expected: at least a millisecond"
                            .formatted(timeout, this.name));
        }
        this.timeout = timeout;
        return this;
    }

    /**
     * Set when the container's connections and threads are closed and opened anew. Default {@code gearman.worker.max-jobs} and
     * {@code gearman.worker.max-lifetime}.
     *
     * @param recycling after how many jobs or how long
     * @return this description
     */
    public FunctionRegistration recycling(Recycling recycling) {
        this.recycling = recycling;
        return this;
    }

    /**
     * Set when a job whose function threw is tried again. Default {@code gearman.worker.retry}.
     *
     * @param retryPolicy the policy; wrong payloads are never tried again
     * @return this description
     */
    public FunctionRegistration retryPolicy(RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
        return this;
    }

    /**
     * Set who is asked when the function has thrown for the last time. Default the bean named {@code gearmanErrorHandler}.
     *
     * @param errorHandler the handler
     * @return this description
     */
    public FunctionRegistration errorHandler(GearmanErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
        return this;
    }

    /**
     * Set whether the function is served as soon as the application runs. Default {@code gearman.worker.auto-startup}.
     *
     * @param autoStartup {@code false} if somebody starts its container
     * @return this description
     */
    public FunctionRegistration autoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
        return this;
    }

    /**
     * Set what makes the container. Default the bean named {@code gearmanWorkerContainerFactory}.
     *
     * @param containerFactory the factory
     * @return this description
     */
    public FunctionRegistration containerFactory(GearmanWorkerContainerFactory containerFactory) {
        this.containerFactory = containerFactory;
        return this;
    }

    /**
     * Serve the function, with its payload read as a type.
     *
     * @param <P> the type of the payload
     * @param payloadType the type of the payload, which must not be empty unless this is {@code byte[]} or {@code String}
     * @param function what is done for each job
     * @return the function's container
     * @throws DuplicateGearmanFunctionException if the function or the id is registered already
     * @throws MissingPayloadConverterException if it is known that nobody reads payloads as this type
     */
    public <P> GearmanWorkerContainer register(Class<P> payloadType, PayloadFunction<P> function) {
        requireReadable(ResolvableType.forClass(payloadType));
        return register((payload) -> this.converter.fromBytes(payload, payloadType), function);
    }

    /**
     * Serve the function, with its payload read as a generic type.
     *
     * @param <P> the type of the payload
     * @param payloadType the type of the payload, which must not be empty
     * @param function what is done for each job
     * @return the function's container
     * @throws DuplicateGearmanFunctionException if the function or the id is registered already
     * @throws MissingPayloadConverterException if it is known that nobody reads payloads as this type
     */
    public <P> GearmanWorkerContainer register(ParameterizedTypeReference<P> payloadType, PayloadFunction<P> function) {
        requireReadable(ResolvableType.forType(payloadType));
        return register((payload) -> this.converter.fromBytes(payload, payloadType), function);
    }

    /**
     * Serve the function, with payload and result as bytes.
     *
     * @param function what is done for each job
     * @return the function's container
     * @throws DuplicateGearmanFunctionException if the function or the id is registered already
     */
    public GearmanWorkerContainer register(JobFunction function) {
        GearmanFunctionEndpoint endpoint = new GearmanFunctionEndpoint(
                this.id,
                this.name,
                function,
                BY_HAND,
                this.concurrency,
                this.timeout,
                this.recycling,
                this.autoStartup,
                this.retryPolicy,
                this.errorHandler);
        return this.registry.register(endpoint, this.containerFactory);
    }

    private void requireReadable(ResolvableType payloadType) {
        new ConvertibleTypes(this.converter, this.name, BY_HAND).requireReadable(payloadType);
    }

    private <P> GearmanWorkerContainer register(Function<byte[], @Nullable P> reader, PayloadFunction<P> function) {
        JobOutput output = new JobOutput(this.converter);
        return register((JobContext job) -> {
            P payload = reader.apply(job.payload());
            if (payload == null) {
                throw new MessageConversionException("The payload of function '%s' is empty".formatted(this.name));
            }
            return output.write(function.apply(payload, job), job);
        });
    }
}
