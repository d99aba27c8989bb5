package io.gearman.spring.boot.autoconfigure.endpoint;

import io.gearman.client.GearmanClient;
import io.gearman.spring.boot.autoconfigure.endpoint.RunningJobs.RunningJob;
import io.gearman.spring.worker.GearmanWorkerContainer;
import io.gearman.spring.worker.GearmanWorkerRegistry;
import io.gearman.transport.ServerHealth;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the job servers, the functions of this application with their running jobs, and the queues of an embedded server;
 * controls containers if {@code management.endpoint.gearman.access} is {@code unrestricted}. Safe for use from
 * multiple threads.
 */
@Endpoint(id = "gearman", defaultAccess = Access.READ_ONLY)
public class GearmanEndpoint {

    private final GearmanClient client;

    private final @Nullable GearmanWorkerRegistry registry;

    private final RunningJobs runningJobs;

    private final @Nullable Supplier<List<Queue>> queues;

    GearmanEndpoint(
            GearmanClient client,
            @Nullable GearmanWorkerRegistry registry,
            RunningJobs runningJobs,
            @Nullable Supplier<List<Queue>> queues) {
        this.client = client;
        this.registry = registry;
        this.runningJobs = runningJobs;
        this.queues = queues;
    }

    /**
     * Show everything.
     *
     * @return servers, containers and queues
     */
    @ReadOperation
    public Gearman gearman() {
        List<Container> containers = (this.registry == null)
                ? List.of()
                : this.registry.getContainers().stream().map(this::describe).toList();
        return new Gearman(
                describe(this.client.servers()), containers, (this.queues != null) ? this.queues.get() : null);
    }

    /**
     * Show one container.
     *
     * @param id the container's id, by default the function's name
     * @return the container, {@code null} if there is none
     */
    @ReadOperation
    public @Nullable Container container(@Selector String id) {
        GearmanWorkerContainer container = find(id);
        return (container != null) ? describe(container) : null;
    }

    /**
     * Start, pause, resume or stop a container. A stop waits until running jobs have ended, or the shutdown timeout has passed.
     *
     * @param id the container's id, by default the function's name
     * @param action what to do
     * @return the container afterwards
     */
    @WriteOperation
    public Container control(@Selector String id, Action action) {
        GearmanWorkerContainer container = find(id);
        if (container == null) {
            throw new InvalidEndpointRequestException(
                    "There is no Gearman container '%s'".formatted(id), "No container '%s'".formatted(id));
        }
        action.perform(container);
        return describe(container);
    }

    private @Nullable GearmanWorkerContainer find(String id) {
        return (this.registry != null) ? this.registry.getContainer(id).orElse(null) : null;
    }

    private Container describe(GearmanWorkerContainer container) {
        String function = container.endpoint().function();
        return new Container(
                container.id(),
                function,
                container.endpoint().description(),
                container.state().name().toLowerCase(Locale.ROOT),
                container.concurrency(),
                container.recycled(),
                describe(container.servers()),
                this.runningJobs.of(function));
    }

    private static List<Server> describe(List<ServerHealth> servers) {
        return servers.stream()
                .map((server) -> new Server(server.address().toString(), server.connected(), server.lastError()))
                .toList();
    }

    /** What can be done to a container. */
    public enum Action {
        /** Serve the function. */
        START {
            @Override
            void perform(GearmanWorkerContainer container) {
                container.start();
            }
        },
        /** Take no new jobs. */
        PAUSE {
            @Override
            void perform(GearmanWorkerContainer container) {
                container.pause();
            }
        },
        /** Take jobs again. */
        RESUME {
            @Override
            void perform(GearmanWorkerContainer container) {
                container.resume();
            }
        },
        /** Serve it no more. */
        STOP {
            @Override
            void perform(GearmanWorkerContainer container) {
                container.stop();
            }
        };

        abstract void perform(GearmanWorkerContainer container);
    }

    /**
     * The whole view.
     *
     * @param servers how the client stands with its job servers
     * @param containers the functions that this application serves
     * @param queues the functions of the embedded job server, {@code null} if the job servers are elsewhere
     */
    public record Gearman(
            List<Server> servers,
            List<Container> containers,
            @Nullable List<Queue> queues) {}

    /**
     * A job server.
     *
     * @param address where it is
     * @param connected whether a connection is up
     * @param lastError why the last connection was lost or could not be made
     */
    public record Server(
            String address, boolean connected, @Nullable String lastError) {}

    /**
     * A function that this application serves.
     *
     * @param id identifies the container
     * @param function the function
     * @param description where it comes from
     * @param state {@code running}, {@code paused} or {@code stopped}
     * @param concurrency how many jobs may run at once at this moment
     * @param recycled how often its connections and threads were closed and opened anew
     * @param servers how it stands with its job servers
     * @param runningJobs what it works at this moment
     */
    public record Container(
            String id,
            String function,
            String description,
            String state,
            int concurrency,
            long recycled,
            List<Server> servers,
            List<RunningJob> runningJobs) {}

    /**
     * A function of the embedded job server.
     *
     * @param function the function
     * @param waiting jobs that no worker has
     * @param running jobs that a worker has
     * @param workers connections that can do it
     */
    public record Queue(String function, int waiting, int running, int workers) {}
}
