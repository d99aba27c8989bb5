package io.gearman.benchmarks.load;

import java.time.Duration;

/**
 * How much load, and where to.
 *
 * @param server the job server
 * @param connections how many connections submit, or drain
 * @param workers how many connections work the foreground jobs
 * @param window how many requests are under way on each connection
 * @param payload the length of each payload, in bytes
 * @param jobs how many jobs, or echoes
 * @param rate how many jobs a second the open loop submits
 * @param duration how long the open loop runs
 * @param function the function of all jobs
 * @param patience how long nothing may come back before the run is given up
 */
record LoadOptions(
        ServerEndpoint server,
        int connections,
        int workers,
        int window,
        int payload,
        long jobs,
        double rate,
        Duration duration,
        String function,
        Duration patience) {

    /** The same with fewer jobs and a short open loop, to be run before what is measured. */
    LoadOptions warmUp(long warmUpJobs) {
        return new LoadOptions(
                this.server,
                this.connections,
                this.workers,
                this.window,
                this.payload,
                warmUpJobs,
                this.rate,
                Duration.ofSeconds(1),
                this.function,
                this.patience);
    }

    /** How many answers a scenario waits for; a drain takes what there is. */
    long jobsOf(Scenario scenario) {
        return scenario == Scenario.OPEN
                ? Math.max(1, Math.round(this.rate * this.duration.toNanos() / 1e9))
                : this.jobs;
    }
}
