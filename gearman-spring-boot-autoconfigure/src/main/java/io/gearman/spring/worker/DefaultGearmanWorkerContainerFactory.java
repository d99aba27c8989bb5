package io.gearman.spring.worker;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.FunctionOptions;
import io.gearman.worker.GearmanWorker;
import io.gearman.worker.GrabStrategy;
import io.gearman.worker.JobFunction;
import io.gearman.worker.JobLimit;
import io.gearman.worker.WorkerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes containers with common settings, which a function's own settings override.
 *
 * <p>To be configured before it is used; then safe for use from multiple threads.
 */
public class DefaultGearmanWorkerContainerFactory implements GearmanWorkerContainerFactory {

    private final Supplier<List<ServerAddress>> servers;

    private Concurrency concurrency = Concurrency.of(Runtime.getRuntime().availableProcessors());

    private @Nullable Duration timeout;

    private @Nullable JobLimit limit;

    private @Nullable GrabStrategy grabStrategy;

    private @Nullable RetryPolicy retryPolicy;

    private @Nullable GearmanErrorHandler errorHandler;

    private JobOutput output = new JobOutput(new PayloadConverter());

    private Duration shutdownTimeout = Duration.ofSeconds(25);

    private Recycling recycling = Recycling.NEVER;

    private boolean autoStartup = true;

    private boolean exceptions = true;

    private boolean stackTraces;

    private boolean virtualThreads;

    private @Nullable Executor executor;

    private @Nullable TaskDecorator taskDecorator;

    private @Nullable String clientId;

    private List<GearmanJobInterceptor> interceptors = List.of();

    private List<WorkerListener> listeners = List.of();

    private @Nullable ApplicationEventPublisher eventPublisher;

    private final Executor connectionEvents = connectionEvents();

    private Consumer<GearmanWorker.Builder> customizer = (builder) -> {};

    /**
     * Create a factory.
     *
     * @param servers asked at each start of a container for the job servers to work for
     */
    public DefaultGearmanWorkerContainerFactory(Supplier<List<ServerAddress>> servers) {
        this.servers = servers;
    }

    /**
     * Set how many jobs of one function run at once. Default the number of processors.
     *
     * @param concurrency at least 1
     */
    public void setConcurrency(int concurrency) {
        setConcurrency(Concurrency.of(concurrency));
    }

    /**
     * Set how many jobs of one function run at once. Default the number of processors.
     *
     * @param concurrency a number or a range
     */
    public void setConcurrency(Concurrency concurrency) {
        this.concurrency = concurrency;
    }

    /**
     * Set how many jobs of all functions together run at once. Default no limit.
     *
     * @param maxConcurrency at least 1
     */
    public void setMaxConcurrency(int maxConcurrency) {
        this.limit = JobLimit.of(maxConcurrency);
    }

    /**
     * Set which job server is asked for the next job, and when. Default they take turns.
     *
     * @param grabStrategy the strategy, {@code null} for the default
     */
    public void setGrabStrategy(@Nullable GrabStrategy grabStrategy) {
        this.grabStrategy = grabStrategy;
    }

    /**
     * Set when a job whose function threw is tried again. Default never.
     *
     * @param retryPolicy the policy, {@code null} for never
     */
    public void setRetryPolicy(@Nullable RetryPolicy retryPolicy) {
        this.retryPolicy = retryPolicy;
    }

    /**
     * Set who is asked when a function has thrown for the last time. Default nobody.
     *
     * @param errorHandler the handler
     */
    public void setErrorHandler(@Nullable GearmanErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    /**
     * Set what converts the answers of error handlers. Default a converter of bytes and text.
     *
     * @param converter the converter
     */
    public void setPayloadConverter(PayloadConverter converter) {
        this.output = new JobOutput(converter);
    }

    /**
     * Set how long one job may run. Default no limit.
     *
     * @param timeout the longest time, {@code null} for no limit
     */
    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Set how long running jobs may take to end when a container stops. Default 25 seconds.
     *
     * @param shutdownTimeout the longest time, zero to give all jobs back at once
     */
    public void setShutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Set when connections and threads of a container are closed and opened anew. Default never.
     *
     * @param recycling after how many jobs or how long
     */
    public void setRecycling(Recycling recycling) {
        this.recycling = recycling;
    }

    /**
     * Set whether containers start with the registry. Default {@code true}.
     *
     * @param autoStartup whether they start by themselves
     */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    /**
     * Set whether callers are told the class and message of what a function throws, or only that the job failed. Default
     * {@code true}.
     *
     * @param exceptions whether to tell
     * @see GearmanWorker.Builder#exceptions(boolean)
     */
    public void setExceptions(boolean exceptions) {
        this.exceptions = exceptions;
    }

    /**
     * Set whether callers who are told what a function throws are told its stack trace, too. Default {@code false}.
     *
     * @param stackTraces whether to tell
     */
    public void setStackTraces(boolean stackTraces) {
        this.stackTraces = stackTraces;
    }

    /**
     * Set whether each job runs on a virtual thread of its own, on Java 21 and later. Default {@code false}: each container
     * has at most as many platform threads as its concurrency.
     *
     * @param virtualThreads whether to use virtual threads
     */
    public void setVirtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /**
     * Set an executor for the jobs of all containers, in place of threads of their own. It has to run as many jobs at once
     * as the containers' concurrencies add up to. Default none.
     *
     * @param executor the executor, not closed by the containers
     */
    public void setExecutor(@Nullable Executor executor) {
        this.executor = executor;
    }

    /**
     * Set what wraps each job, to hand on a context for example. Default none.
     *
     * @param taskDecorator the decorator
     */
    public void setTaskDecorator(@Nullable TaskDecorator taskDecorator) {
        this.taskDecorator = taskDecorator;
    }

    /**
     * Set the name under which the job servers list the workers. Default none.
     *
     * @param clientId a name without white space
     */
    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /**
     * Set what stands around each job. Default nothing.
     *
     * @param interceptors the first one is outermost
     */
    public void setInterceptors(List<GearmanJobInterceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    /**
     * Set who is told about jobs and connections. Default nobody.
     *
     * @param listeners called in this order
     */
    public void setListeners(List<WorkerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Set who publishes events about connections and failed jobs. Default none.
     *
     * @param eventPublisher the publisher
     */
    public void setApplicationEventPublisher(@Nullable ApplicationEventPublisher eventPublisher) {
        this.eventPublisher = eventPublisher;
    }

    /**
     * Set what is done to the builder of each worker after all settings have been applied. Default nothing.
     *
     * @param customizer changes the builder
     */
    public void setCustomizer(Consumer<GearmanWorker.Builder> customizer) {
        this.customizer = customizer;
    }

    @Override
    public GearmanWorkerContainer createContainer(GearmanFunctionEndpoint endpoint) {
        boolean autoStartup = (endpoint.autoStartup() != null) ? endpoint.autoStartup() : this.autoStartup;
        return new GearmanWorkerContainer(
                endpoint,
                (jobExecutor, jobStarted) -> createWorker(endpoint, jobExecutor, jobStarted),
                this::createExecutor,
                (endpoint.recycling() != null) ? endpoint.recycling().orElse(this.recycling) : this.recycling,
                autoStartup,
                this.shutdownTimeout);
    }

    private GearmanWorker createWorker(GearmanFunctionEndpoint endpoint, JobExecutor jobExecutor, Runnable jobStarted) {
        Duration timeout = (endpoint.timeout() != null) ? endpoint.timeout() : this.timeout;
        FunctionOptions options = FunctionOptions.defaults().withStackTraces(this.stackTraces);
        Concurrency concurrency = concurrency(endpoint);
        List<WorkerListener> told = listeners(endpoint);
        JobFunction function =
                InterceptedJobFunction.of(function(endpoint, new WorkerListeners(told)), this.interceptors);
        GearmanWorker.Builder builder = GearmanWorker.builder()
                .servers(this.servers.get())
                .function(endpoint.function(), (timeout != null) ? options.withTimeout(timeout) : options, (job) -> {
                    jobStarted.run();
                    return function.run(job);
                })
                .concurrency(concurrency.least(), concurrency.most())
                .executor(jobExecutor)
                .exceptions(this.exceptions)
                .shutdownTimeout(this.shutdownTimeout);
        if (this.clientId != null) {
            builder.clientId(this.clientId);
        }
        if (this.limit != null) {
            builder.limit(this.limit);
        }
        if (this.grabStrategy != null) {
            builder.grabStrategy(this.grabStrategy);
        }
        if (!told.isEmpty()) {
            builder.listener(new WorkerListeners(told));
        }
        this.customizer.accept(builder);
        return builder.build();
    }

    /** An error handler is asked when there will be no further attempt. */
    private JobFunction function(GearmanFunctionEndpoint endpoint, WorkerListener listener) {
        JobFunction function = endpoint.jobFunction();
        RetryPolicy policy = (endpoint.retryPolicy() != null) ? endpoint.retryPolicy() : this.retryPolicy;
        if (policy != null) {
            function = new RetryingJobFunction(function, policy, listener);
        }
        GearmanErrorHandler handler = (endpoint.errorHandler() != null) ? endpoint.errorHandler() : this.errorHandler;
        return (handler != null) ? new HandledJobFunction(function, handler, this.output) : function;
    }

    private List<WorkerListener> listeners(GearmanFunctionEndpoint endpoint) {
        if (this.eventPublisher == null) {
            return this.listeners;
        }
        List<WorkerListener> all = new ArrayList<>(this.listeners);
        all.add(new FunctionEvents(endpoint, this.eventPublisher, this.connectionEvents));
        return all;
    }

    /** One thread, so that events keep their order, which is there only while there are some. */
    private static Executor connectionEvents() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), connectionEventThreads());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static CustomizableThreadFactory connectionEventThreads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("gearman-events-");
        threads.setDaemon(true);
        return threads;
    }

    private JobExecutor createExecutor(GearmanFunctionEndpoint endpoint) {
        String namePrefix = "gearman-%s-".formatted(endpoint.function());
        if (this.executor != null) {
            return JobExecutor.shared(this.executor, this.taskDecorator);
        }
        if (this.virtualThreads) {
            return JobExecutor.virtualThreads(namePrefix, this.taskDecorator);
        }
        return JobExecutor.platformThreads(namePrefix, concurrency(endpoint).most(), this.taskDecorator);
    }

    private Concurrency concurrency(GearmanFunctionEndpoint endpoint) {
        return (endpoint.concurrency() != null) ? endpoint.concurrency() : this.concurrency;
    }
}
