package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How jobs are treated. */
final class JobArguments {

    @Option(
            names = {"-j", "--job-retries"},
            paramLabel = "N",
            description = "How often a job may lose its worker: -1 without limit, 0 never, N fails it at the N-th loss."
                    + " Default: -1.")
    private int jobRetries = -1;

    @Option(
            names = {"-w", "--worker-wakeup"},
            paramLabel = "N",
            description = "Sleeping workers to wake for a job. Default: as many as there are jobs for them.")
    private int workerWakeup;

    @Option(
            names = "--job-handle-prefix",
            paramLabel = "PREFIX",
            description = "What job handles begin with. Default: H:<host name>.")
    private @Nullable String jobHandlePrefix;

    @Option(names = "--exceptions", description = "Begin each connection with the exceptions option on.")
    private boolean exceptions;

    @Option(
            names = {"-R", "--round-robin"},
            description = "Accepted and without effect: the functions of a worker always take turns.")
    private boolean roundRobin;

    @Option(
            names = "--hashtable-buckets",
            paramLabel = "N",
            description = "Accepted and without effect: tables grow with the number of jobs.")
    private int hashtableBuckets = 991;

    void applyTo(GearmanServerOptions.Builder options) {
        if (this.hashtableBuckets < 1) {
            throw new StartException("hashtable-buckets has to be greater than 0");
        }
        options.jobRetries(this.jobRetries).workerWakeup(this.workerWakeup).exceptions(this.exceptions);
        if (this.jobHandlePrefix != null) {
            options.jobHandlePrefix(this.jobHandlePrefix);
        }
    }
}
