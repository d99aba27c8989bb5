package io.gearman.spring.worker;

import io.gearman.transport.ServerHealth;
import io.gearman.worker.GearmanWorker;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves one function: a {@link GearmanWorker} and the threads that its jobs run on, made anew at each start.
 *
 * <p>Safe for use from multiple threads.
 */
public class GearmanWorkerContainer {

    private final GearmanFunctionEndpoint endpoint;

    private final Function<JobExecutor, GearmanWorker> workers;

    private final Function<GearmanFunctionEndpoint, JobExecutor> executors;

    private final boolean autoStartup;

    private final Duration shutdownTimeout;

    private final Object lifecycle = new Object();

    private volatile @Nullable GearmanWorker worker;

    private volatile boolean paused;

    private @Nullable JobExecutor executor;

    GearmanWorkerContainer(
            GearmanFunctionEndpoint endpoint,
            Function<JobExecutor, GearmanWorker> workers,
            Function<GearmanFunctionEndpoint, JobExecutor> executors,
            boolean autoStartup,
            Duration shutdownTimeout) {
        this.endpoint = endpoint;
        this.workers = workers;
        this.executors = executors;
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
            if (this.worker != null) {
                return;
            }
            JobExecutor executor = this.executors.apply(this.endpoint);
            GearmanWorker worker = this.workers.apply(executor);
            worker.start();
            this.executor = executor;
            this.worker = worker;
        }
    }

    /**
     * Cease to serve the function: take no new job, let running ones end within the shutdown timeout, and give what is left
     * back to the job server. Does nothing if the container does not run.
     */
    public void stop() {
        synchronized (this.lifecycle) {
            GearmanWorker worker = this.worker;
            if (worker == null) {
                return;
            }
            try {
                worker.stop(this.shutdownTimeout);
            } finally {
                this.worker = null;
                this.paused = false;
                if (this.executor != null) {
                    this.executor.close();
                }
                this.executor = null;
            }
        }
    }

    /**
     * Take no new jobs until {@link #resume()}; running ones go on, and the job servers count on other workers. Does nothing if
     * the container does not run.
     */
    public void pause() {
        synchronized (this.lifecycle) {
            if (this.worker != null) {
                this.worker.pause();
                this.paused = true;
            }
        }
    }

    /** Take jobs again. Does nothing if the container is not paused. */
    public void resume() {
        synchronized (this.lifecycle) {
            if (this.worker != null) {
                this.worker.resume();
            }
            this.paused = false;
        }
    }

    /**
     * Return what the container does.
     *
     * @return its state
     */
    public State state() {
        if (this.worker == null) {
            return State.STOPPED;
        }
        return this.paused ? State.PAUSED : State.RUNNING;
    }

    /**
     * Return how many jobs may run at once at this moment.
     *
     * @return the number of slots, of a range those used now; 0 if the container does not run
     */
    public int concurrency() {
        GearmanWorker worker = this.worker;
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
        return this.worker != null;
    }

    /**
     * Return how many jobs run at this moment.
     *
     * @return the number of jobs
     */
    public int activeJobs() {
        GearmanWorker worker = this.worker;
        return (worker != null) ? worker.activeJobs() : 0;
    }

    /**
     * Return how the container stands with each of its job servers.
     *
     * @return one entry for each server, none if the container does not run
     */
    public List<ServerHealth> servers() {
        GearmanWorker worker = this.worker;
        return (worker != null) ? worker.servers() : List.of();
    }
}
