package io.gearman.spring.worker;

import io.gearman.transport.ServerHealth;
import io.gearman.worker.GearmanWorker;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves one function: a {@link GearmanWorker} and the threads that its jobs run on, made anew at each start and, if there is
 * a {@link Recycling}, from time to time while it runs.
 *
 * <p>Safe for use from multiple threads.
 */
public class GearmanWorkerContainer {

    private static final Log logger = LogFactory.getLog(GearmanWorkerContainer.class);

    private final GearmanFunctionEndpoint endpoint;

    private final WorkerLife.WorkerFactory workers;

    private final Function<GearmanFunctionEndpoint, JobExecutor> executors;

    private final Recycling recycling;

    private final boolean autoStartup;

    private final Duration shutdownTimeout;

    private final Object lifecycle = new Object();

    private volatile @Nullable WorkerLife life;

    private volatile long recycled;

    private @Nullable Thread recycler;

    GearmanWorkerContainer(
            GearmanFunctionEndpoint endpoint,
            WorkerLife.WorkerFactory workers,
            Function<GearmanFunctionEndpoint, JobExecutor> executors,
            Recycling recycling,
            boolean autoStartup,
            Duration shutdownTimeout) {
        this.endpoint = endpoint;
        this.workers = workers;
        this.executors = executors;
        this.recycling = recycling;
        this.autoStartup = autoStartup;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Return the identifier of the container.
     *
     * @return the id, by default the function's name
     */
    public String id() {
        return this.endpoint.id();
    }

    /**
     * Return the function that is served.
     *
     * @return the function
     */
    public GearmanFunctionEndpoint endpoint() {
        return this.endpoint;
    }

    /**
     * Return whether the registry starts the container when it starts itself.
     *
     * @return {@code false} if somebody has to call {@link #start()}
     */
    public boolean isAutoStartup() {
        return this.autoStartup;
    }

    /**
     * Begin to serve the function, on fresh connections. Does not wait for them: a job server that is down is taken up
     * when it appears. Does nothing if the container runs.
     */
    public void start() {
        synchronized (this.lifecycle) {
            if (this.life != null) {
                return;
            }
            WorkerLife life = createLife();
            life.worker().start();
            this.life = life;
            if (!this.recycling.isNever()) {
                this.recycler = new Thread(this::recycle, "gearman-recycle-" + id());
                this.recycler.setDaemon(true);
                this.recycler.start();
            }
        }
    }

    private WorkerLife createLife() {
        return new WorkerLife(this.recycling, this.executors.apply(this.endpoint), this.workers);
    }

    /** Gives the worker a successor whenever its time has come, until the container is stopped. */
    private void recycle() {
        try {
            WorkerLife life = this.life;
            while (life != null) {
                life.awaitSpent();
                life = replace(life);
            }
        } catch (InterruptedException ex) {
            logger.debug("Gearman container '%s' is stopped".formatted(id()));
        }
    }

    private @Nullable WorkerLife replace(WorkerLife spent) {
        synchronized (this.lifecycle) {
            // A stop, or a stop and a start, may have been faster.
            if (this.life != spent || Thread.currentThread() != this.recycler) {
                return null;
            }
            if (spent.isPaused()) {
                return spent;
            }
            WorkerLife next;
            try {
                next = createLife();
            } catch (RuntimeException ex) {
                logger.error("Gearman container '%s' goes on without being recycled".formatted(id()), ex);
                spent.goOn();
                return null;
            }
            spent.stop(Duration.ZERO);
            next.worker().start();
            this.life = next;
            this.recycled++;
            logger.debug("Recycled Gearman container '%s': new connections and threads for function '%s'"
                    .formatted(id(), this.endpoint.function()));
            return next;
        }
    }

    /**
     * Cease to serve the function: take no new job, let running ones end within the shutdown timeout, and give what is left
     * back to the job server. Does nothing if the container does not run.
     */
    public void stop() {
        synchronized (this.lifecycle) {
            WorkerLife life = this.life;
            if (life == null) {
                return;
            }
            if (this.recycler != null) {
                this.recycler.interrupt();
                this.recycler = null;
            }
            try {
                life.stop(this.shutdownTimeout);
            } finally {
                this.life = null;
            }
        }
    }

    /**
     * Take no new jobs until {@link #resume()}; running ones go on, and the job servers count on other workers. Does nothing if
     * the container does not run.
     */
    public void pause() {
        synchronized (this.lifecycle) {
            if (this.life != null) {
                this.life.pause();
            }
        }
    }

    /** Take jobs again. Does nothing if the container is not paused. */
    public void resume() {
        synchronized (this.lifecycle) {
            if (this.life != null) {
                this.life.resume();
            }
        }
    }

    /**
     * Return what the container does.
     *
     * @return its state
     */
    public State state() {
        WorkerLife life = this.life;
        if (life == null) {
            return State.STOPPED;
        }
        return life.isPaused() ? State.PAUSED : State.RUNNING;
    }

    /**
     * Return how many jobs may run at once at this moment.
     *
     * @return the number of slots, of a range those used now; 0 if the container does not run
     */
    public int concurrency() {
        GearmanWorker worker = worker();
        return (worker != null) ? worker.concurrency() : 0;
    }

    /** What a container does. */
    public enum State {
        /** The function is served. */
        RUNNING,
        /** No new jobs are taken; running ones go on. */
        PAUSED,
        /** The function is not served. */
        STOPPED
    }

    /**
     * Return whether the function is being served, or running jobs are being waited for.
     *
     * @return whether the container has been started and not yet been stopped
     */
    public boolean isRunning() {
        return this.life != null;
    }

    /**
     * Return how many jobs run at this moment.
     *
     * @return the number of jobs
     */
    public int activeJobs() {
        GearmanWorker worker = worker();
        return (worker != null) ? worker.activeJobs() : 0;
    }

    /**
     * Return how the container stands with each of its job servers.
     *
     * @return one entry for each server, none if the container does not run
     */
    public List<ServerHealth> servers() {
        GearmanWorker worker = worker();
        return (worker != null) ? worker.servers() : List.of();
    }

    /**
     * Return how often connections and threads were closed and opened anew because of the container's {@link Recycling}.
     *
     * @return the number since the application's start
     */
    public long recycled() {
        return this.recycled;
    }

    private @Nullable GearmanWorker worker() {
        WorkerLife life = this.life;
        return (life != null) ? life.worker() : null;
    }
}
