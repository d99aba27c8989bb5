package io.gearman.spring.worker;

import io.gearman.spring.event.GearmanFunctionRegisteredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.SmartLifecycle;

/**
 * All functions that this application serves, each with its container, under the container's id.
 *
 * <p>Starts and stops them in its lifecycle phase. At a stop no new jobs are taken, running ones may end within the
 * containers' shutdown timeout, and what is left then goes back to the job server. Can be stopped and started any number
 * of times. Safe for use from multiple threads.
 */
public class GearmanWorkerRegistry implements SmartLifecycle, ApplicationEventPublisherAware {

    /**
     * The phase of workers whose job server is elsewhere: they start after all else and stop before all else, since others
     * go on with the jobs.
     */
    public static final int PHASE = Integer.MAX_VALUE - 100;

    /**
     * The phase of workers whose job server is within this JVM: they stop when the web server's requests in flight have
     * their answers, since these may wait for jobs that nobody else would do.
     */
    public static final int EMBEDDED_PHASE = DEFAULT_PHASE - 1536;

    private static final Log logger = LogFactory.getLog(GearmanWorkerRegistry.class);

    private final Map<String, GearmanWorkerContainer> containers = new LinkedHashMap<>();

    private final KeepAlive keepAlive = new KeepAlive();

    private final List<GearmanWorkerContainer> unannounced = new ArrayList<>();

    private final int phase;

    private List<GearmanFunctionCustomizer> customizers = List.of();

    private ApplicationEventPublisher events = (event) -> {};

    private boolean started;

    /** Create a registry without functions, in the phase of workers whose job server is elsewhere. */
    public GearmanWorkerRegistry() {
        this(PHASE);
    }

    /**
     * Create a registry without functions.
     *
     * @param phase the lifecycle phase, {@link #PHASE} or {@link #EMBEDDED_PHASE} or one of your own
     */
    public GearmanWorkerRegistry(int phase) {
        this.phase = phase;
    }

    /**
     * Set what changes each function before it is added. Default nothing.
     *
     * @param customizers called in this order
     */
    public void setCustomizers(List<GearmanFunctionCustomizer> customizers) {
        this.customizers = List.copyOf(customizers);
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
        this.events = publisher;
    }

    /**
     * Add a function; it is served at once if the registry is running and the function starts automatically.
     *
     * @param endpoint the function
     * @param factory makes its container
     * @return the function's container
     * @throws DuplicateGearmanFunctionException if the function or the id is registered already
     */
    public GearmanWorkerContainer register(GearmanFunctionEndpoint endpoint, GearmanWorkerContainerFactory factory) {
        GearmanFunctionEndpoint customized = endpoint;
        for (GearmanFunctionCustomizer customizer : this.customizers) {
            customized = customizer.customize(customized);
        }
        return add(customized, factory);
    }

    private GearmanWorkerContainer add(GearmanFunctionEndpoint endpoint, GearmanWorkerContainerFactory factory) {
        GearmanWorkerContainer container;
        boolean start;
        synchronized (this.containers) {
            requireNew(endpoint);
            container = factory.createContainer(endpoint);
            this.containers.put(endpoint.id(), container);
            this.unannounced.add(container);
            start = this.started && container.isAutoStartup();
        }
        announce();
        if (start) {
            start(container);
        }
        return container;
    }

    /**
     * Remove a function: take no new job of it, let running ones end within the shutdown timeout, and give what is left back
     * to the job server.
     *
     * @param id the container's id, by default the function's name
     * @return whether there was a container with this id
     */
    public boolean unregister(String id) {
        GearmanWorkerContainer container;
        synchronized (this.containers) {
            container = this.containers.remove(id);
            this.unannounced.remove(container);
        }
        if (container != null) {
            container.stop();
        }
        return container != null;
    }

    /** Tells of new functions, but not before the application's listeners are all there. */
    private void announce() {
        List<GearmanWorkerContainer> added;
        synchronized (this.containers) {
            if (!this.started) {
                return;
            }
            added = List.copyOf(this.unannounced);
            this.unannounced.clear();
        }
        added.forEach((container) -> this.events.publishEvent(new GearmanFunctionRegisteredEvent(
                container, container.endpoint().function())));
    }

    private void requireNew(GearmanFunctionEndpoint endpoint) {
        for (GearmanWorkerContainer other : this.containers.values()) {
            String what = null;
            if (other.endpoint().function().equals(endpoint.function())) {
                what = "function '%s'".formatted(endpoint.function());
            } else if (other.endpoint().id().equals(endpoint.id())) {
                what = "container id '%s'".formatted(endpoint.id());
            }
            if (what != null) {
                throw new DuplicateGearmanFunctionException(
                        what, other.endpoint().description(), endpoint.description());
            }
        }
    }

    /**
     * Return all containers.
     *
     * @return a snapshot, in the order of their registration
     */
    public List<GearmanWorkerContainer> getContainers() {
        synchronized (this.containers) {
            return List.copyOf(this.containers.values());
        }
    }

    /**
     * Return a container, to start or to stop it apart from the others.
     *
     * @param id the container's id, by default the function's name
     * @return the container, empty if there is none with this id
     */
    public Optional<GearmanWorkerContainer> getContainer(String id) {
        synchronized (this.containers) {
            return Optional.ofNullable(this.containers.get(id));
        }
    }

    /**
     * Pause a container.
     *
     * @param id the container's id
     * @return whether there is one
     * @see GearmanWorkerContainer#pause()
     */
    public boolean pause(String id) {
        return with(id, GearmanWorkerContainer::pause);
    }

    /**
     * Let a paused container take jobs again.
     *
     * @param id the container's id
     * @return whether there is one
     */
    public boolean resume(String id) {
        return with(id, GearmanWorkerContainer::resume);
    }

    /**
     * Start a container.
     *
     * @param id the container's id
     * @return whether there is one
     */
    public boolean start(String id) {
        return with(id, this::start);
    }

    /**
     * Stop a container, and wait for its running jobs as long as the shutdown timeout allows.
     *
     * @param id the container's id
     * @return whether there is one
     */
    public boolean stop(String id) {
        return with(id, GearmanWorkerContainer::stop);
    }

    private boolean with(String id, Consumer<GearmanWorkerContainer> action) {
        Optional<GearmanWorkerContainer> container = getContainer(id);
        container.ifPresent(action);
        return container.isPresent();
    }

    @Override
    public void start() {
        List<GearmanWorkerContainer> all;
        synchronized (this.containers) {
            this.started = true;
            all = List.copyOf(this.containers.values());
        }
        announce();
        all.stream().filter(GearmanWorkerContainer::isAutoStartup).forEach(this::start);
    }

    private void start(GearmanWorkerContainer container) {
        container.start();
        this.keepAlive.start();
    }

    @Override
    public void stop() {
        stopAll().join();
    }

    @Override
    public void stop(Runnable callback) {
        stopAll().whenComplete((nothing, failure) -> callback.run());
    }

    private CompletableFuture<Void> stopAll() {
        Collection<GearmanWorkerContainer> all;
        synchronized (this.containers) {
            this.started = false;
            all = List.copyOf(this.containers.values());
        }
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        for (GearmanWorkerContainer container : all) {
            if (container.isRunning()) {
                stops.add(stop(container));
            }
        }
        return CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> this.keepAlive.stop());
    }

    /** Stops a container on a thread of its own: they all wait for their jobs at the same time. */
    private static CompletableFuture<Void> stop(GearmanWorkerContainer container) {
        String threadName = "gearman-stop-" + container.id();
        return CompletableFuture.runAsync(container::stop, (task) -> new Thread(task, threadName).start())
                .exceptionally((failure) -> {
                    logger.warn("Gearman container '%s' did not stop cleanly".formatted(container.id()), failure);
                    return null;
                });
    }

    /** Whether the registry was started, or any of its containers runs. */
    @Override
    public boolean isRunning() {
        synchronized (this.containers) {
            return this.started || this.containers.values().stream().anyMatch(GearmanWorkerContainer::isRunning);
        }
    }

    @Override
    public int getPhase() {
        return this.phase;
    }
}
