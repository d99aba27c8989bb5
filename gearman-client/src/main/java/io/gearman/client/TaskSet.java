package io.gearman.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many foreground jobs and one wait for all of them: Gearman's map/reduce.
 *
 * <p>Jobs run from the moment they are added. Safe for use by several threads.
 */
public final class TaskSet {

    private final GearmanClient client;

    private final List<Task> tasks = new ArrayList<>();

    TaskSet(GearmanClient client) {
        this.client = client;
    }

    /**
     * Submits a job as part of this set. Its own callbacks are those of {@link JobRequest#listener()} and of the task's future.
     *
     * @param request what to submit
     * @return the task
     * @throws IllegalArgumentException if the request cannot be submitted as a foreground job
     */
    public Task add(JobRequest request) {
        Task task = new Task(request, this.client.submit(request));
        synchronized (this.tasks) {
            this.tasks.add(task);
        }
        return task;
    }

    /**
     * Returns the tasks that have been added so far.
     *
     * @return the tasks in the order in which they were added
     */
    public List<Task> tasks() {
        synchronized (this.tasks) {
            return List.copyOf(this.tasks);
        }
    }

    /**
     * Tells when all tasks that have been added so far are done.
     *
     * @return completes, never exceptionally, with the tasks once each has a result or has failed
     */
    public CompletableFuture<List<Task>> completion() {
        List<Task> all = tasks();
        CompletableFuture<?>[] results = all.stream().map(Task::result).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(results).handle((done, failure) -> all);
    }

    /**
     * Waits until all tasks that have been added so far are done. Some may have failed: each task's future tells.
     *
     * @param timeout how long to wait
     * @return the tasks
     * @throws GearmanTimeoutException if some are not done in time; they go on
     * @throws GearmanException if the thread is interrupted, which stays interrupted
     */
    public List<Task> await(Duration timeout) {
        try {
            return completion().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            long open = tasks().stream().filter(task -> !task.result().isDone()).count();
            throw new GearmanTimeoutException(open + " of " + tasks().size() + " tasks are not done after " + timeout);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new GearmanException("Interrupted while waiting for a task set", ex);
        } catch (ExecutionException ex) {
            throw new GearmanException("A task set could not be waited for", ex.getCause());
        }
    }
}
