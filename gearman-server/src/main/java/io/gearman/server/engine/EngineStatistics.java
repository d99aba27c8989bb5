package io.gearman.server.engine;

import java.util.List;

/**
 * The numbers of a job server at one moment.
 *
 * @param functions the functions, in no order
 * @param connections connections of any kind
 * @param connectionsTotal connections since the server started, those that are gone included
 * @param lateResults results of workers for jobs that the server does not have: timed out, cancelled, run by another
 *     server since, or never there
 */
public record EngineStatistics(
        List<FunctionStatistics> functions, int connections, long connectionsTotal, long lateResults) {

    /**
     * A function.
     *
     * @param status its jobs and workers at the moment
     * @param jobs what has happened to its jobs
     */
    public record FunctionStatistics(FunctionStatus status, JobStatistics jobs) {}
}
