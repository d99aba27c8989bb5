package io.gearman.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that a worker could have at once, and the choice among them: the highest priority over all functions of the
 * worker, then the function that comes next in the worker's own round, then the oldest job. Engine's thread only.
 */
final class ReadyJobs {

    /** Ready jobs of each priority over all functions: lets most searches end at once. */
    private final int[] ready = new int[Function.PRIORITIES];

    void add(Job job) {
        job.function.queues[job.priority].add(job);
        job.function.ready++;
        this.ready[job.priority]++;
    }

    void remove(Job job) {
        job.function.queues[job.priority].remove(job);
        job.function.ready--;
        this.ready[job.priority]--;
    }

    /** Finds the ability with the job that the worker is to get, without moving anything. */
    @Nullable
    Ability find(Connection worker) {
        int best = bestPriorityAnywhere();
        if (best == Function.PRIORITIES) {
            return null;
        }
        Ability found = null;
        int foundPriority = Function.PRIORITIES;
        Abilities abilities = worker.abilities;
        for (Ability ability = abilities.first(); ability != null; ability = abilities.after(ability)) {
            if (ability.function.ready > 0) {
                int priority = ability.function.bestPriority();
                if (priority < foundPriority) {
                    found = ability;
                    foundPriority = priority;
                    if (priority == best) {
                        break;
                    }
                }
            }
        }
        return found;
    }

    /** Takes the oldest job of the highest priority of the ability's function, and moves the worker's round past it. */
    @Nullable
    Job take(Ability ability) {
        int priority = ability.function.bestPriority();
        if (priority == Function.PRIORITIES) {
            return null;
        }
        Job job = ability.function.queues[priority].head();
        if (job != null) {
            remove(job);
        }
        ability.worker.abilities.moveOn(ability);
        return job;
    }

    private int bestPriorityAnywhere() {
        int priority = 0;
        while (priority < Function.PRIORITIES && this.ready[priority] == 0) {
            priority++;
        }
        return priority;
    }
}
