package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.server.store.JobStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps in the life of a job: accepted, ready, with a worker, back, ended. Each step keeps queue, indexes, counters,
 * timers and store in agreement. Engine's thread only.
 */
final class JobLifecycle {

    private final EngineOptions options;

    private final JobStore store;

    private final JobTable jobs;

    private final ReadyJobs ready;

    private final WakeUps wakeUps;

    private final TimerQueue timeouts;

    private final TimerQueue delays;

    private final Handles handles;

    private final Memory memory;

    private final Observation observation;

    /** Jobs that the store has been asked to keep and has not answered. */
    private int saving;

    private long nowMillis;

    private long wallMillis;

    JobLifecycle(
            EngineOptions options,
            JobStore store,
            JobTable jobs,
            ReadyJobs ready,
            WakeUps wakeUps,
            TimerQueue timeouts,
            TimerQueue delays,
            Handles handles,
            Memory memory,
            Observation observation) {
        this.options = options;
        this.store = store;
        this.jobs = jobs;
        this.ready = ready;
        this.wakeUps = wakeUps;
        this.timeouts = timeouts;
        this.delays = delays;
        this.handles = handles;
        this.memory = memory;
        this.observation = observation;
    }

    void advanceTo(long nowMillis, long wallMillis) {
        this.nowMillis = nowMillis;
        this.wallMillis = wallMillis;
    }

    /** Takes in a new foreground job. */
    void acceptForeground(Job job, Connection client) {
        this.jobs.add(job);
        job.function.waiting[job.priority]++;
        subscribe(job, client);
        makeReady(job);
    }

    /** Takes in a new background job; the store's answer makes it ready and acknowledges it. */
    void acceptBackground(Job job, Connection client) {
        this.jobs.add(job);
        job.function.waiting[job.priority]++;
        save(job, client);
    }

    /** Takes in a job that the store has: of an earlier run, of another server, or one that was refused as if it had not. */
    void recover(Job job) {
        // At the start nothing is there yet.
        Job present = this.store.isShared() ? this.jobs.find(job.number) : null;
        if (present != null) {
            storedAfterAll(present);
            return;
        }
        job.stored = true;
        job.uniqueHash = this.jobs.hash(job.unique, job.payload());
        this.jobs.add(job);
        job.function.waiting[job.priority]++;
        makeReady(job);
    }

    /** A job went on for its foreground clients when the store had refused it. */
    private void storedAfterAll(Job job) {
        job.stored = true;
        if (job.state == JobState.CANCELLED) {
            unstore(job);
        } else {
            makeBackground(job);
        }
    }

    /** A foreground submission joins a job. */
    void subscribe(Job job, Connection client) {
        this.memory.addSubscription();
        new Subscription(client, job).link();
        client.send(Replies.jobCreated(this.handles.of(job)));
    }

    /** A background submission joins a job, which from now on is background and stored. */
    void joinBackground(Job job, Connection client) {
        if (job.stored) {
            client.send(Replies.jobCreated(this.handles.of(job)));
        } else if (job.saving) {
            PendingReply.add(job, client);
        } else {
            makeBackground(job);
            save(job, client);
        }
    }

    private void makeBackground(Job job) {
        job.background = true;
        if (isPayloadStored(true)) {
            this.memory.remove(job);
            job.keepPayloadOnHeap();
            this.memory.add(job);
        }
    }

    private void save(Job job, Connection client) {
        job.saving = true;
        this.saving++;
        PendingReply.add(job, client);
        this.store.save(job);
    }

    /** The store has a job. */
    void saved(Job job) {
        job.saving = false;
        this.saving--;
        job.stored = true;
        PendingReply.answerAll(job, Replies.jobCreated(this.handles.of(job)));
        if (job.state == JobState.ENDED || job.state == JobState.CANCELLED) {
            unstore(job);
            return;
        }
        if (job.retries > 0) {
            // It was a foreground job, and may have lost a worker since the store was asked.
            this.store.retried(job, job.retries);
        }
        if (job.state == JobState.STORING) {
            makeReady(job);
        }
    }

    /** The store does not take a job: those who wait for its handle are told, those who have it keep their job. */
    void refused(Job job, String reason) {
        job.function.counters.refused++;
        notSaved(job, Replies.error("QUEUE_ERROR", reason), reason);
    }

    /** Another server has the job already: those who wait for a handle get that one's. */
    void coalesced(Job job, long number) {
        job.function.counters.coalesced++;
        notSaved(job, Replies.jobCreated(this.handles.of(number)), "another server has the job");
    }

    private void notSaved(Job job, Packet answer, String reason) {
        job.saving = false;
        this.saving--;
        PendingReply.answerAll(job, answer);
        if (job.state == JobState.ENDED || job.stored) {
            return;
        }
        job.background = false;
        if (job.isAbandoned() && !job.isWithWorker()) {
            this.observation.failed(job, "not stored");
            end(job);
        } else if (job.state == JobState.STORING) {
            makeReady(job);
        }
    }

    /** The store has a job that other servers run. */
    void keptElsewhere(Job job) {
        job.saving = false;
        this.saving--;
        PendingReply.answerAll(job, Replies.jobCreated(this.handles.of(job)));
        if (job.state != JobState.ENDED) {
            giveUp(job);
        }
    }

    /** Other servers have all jobs of the store: none of them may go on here. */
    void lost() {
        List<Job> lost = new ArrayList<>();
        this.jobs.forEach(job -> {
            if (job.stored) {
                lost.add(job);
            }
        });
        lost.forEach(this::giveUp);
    }

    /** Whoever waits for the job here learns that its end will not be told; a worker that has it finds it gone. */
    private void giveUp(Job job) {
        job.stored = false;
        tellClients(job, Replies.workFail(this.handles.of(job)));
        finish(job);
    }

    /** Tells whether the payload of a job has to be on the heap, since the thread of the store is to read it. */
    boolean isPayloadStored(boolean background) {
        return background && this.store.isDurable();
    }

    /** Tells whether a client waits for the store. */
    boolean isSaving() {
        return this.saving > 0;
    }

    /** Queues a job, or lets it wait for its time. */
    private void makeReady(Job job) {
        if (job.runAtMillis > this.wallMillis) {
            job.state = JobState.DELAYED;
            Timer delay = new Delay(job, this);
            job.delay = delay;
            this.delays.add(delay, job.runAtMillis);
        } else {
            queue(job);
        }
    }

    void queue(Job job) {
        job.state = JobState.QUEUED;
        job.queuedAtMillis = (int) this.nowMillis;
        this.ready.add(job);
        this.wakeUps.jobReady(job.function);
    }

    /** Gives a job to a worker. The job has been taken out of the queue. */
    void assign(Job job, Ability ability) {
        job.state = JobState.RUNNING;
        job.function.counters.waited(Integer.toUnsignedLong((int) this.nowMillis - job.queuedAtMillis));
        job.function.waiting[job.priority]--;
        job.function.running++;
        Assignment assignment = new Assignment(job, ability.worker, this.nowMillis, this);
        assignment.linkToWorker();
        job.assignment = assignment;
        if (ability.timeoutMillis > 0) {
            long end = this.nowMillis + ability.timeoutMillis;
            // A worker that wants for ever may say so with the largest number there is.
            this.timeouts.add(assignment, end < this.nowMillis ? Long.MAX_VALUE : end);
        }
    }

    /** Ends the job's stay with its worker. */
    private void unassign(Assignment assignment) {
        Job job = assignment.job;
        this.timeouts.remove(assignment);
        assignment.unlinkFromWorker();
        job.assignment = null;
        job.function.counters.ran(this.nowMillis - assignment.startMillis);
        job.function.running--;
        job.function.waiting[job.priority]++;
    }

    /** The worker of a job left, timed out or gave up the function: the job goes back, or fails at the limit. */
    void workerLost(Assignment assignment) {
        Job job = assignment.job;
        unassign(assignment);
        if (job.state == JobState.CANCELLED) {
            end(job);
            return;
        }
        if (job.isAbandoned()) {
            job.function.counters.abandoned++;
            this.observation.failed(job, "abandoned by its clients");
            end(job);
            return;
        }
        job.retries++;
        if (this.options.jobRetries() >= 0 && job.retries >= this.options.jobRetries()) {
            tellClients(job, Replies.workFail(this.handles.of(job)));
            job.function.counters.failed++;
            this.observation.failed(job, "its worker was lost");
            end(job);
        } else {
            job.function.counters.retried++;
            if (job.stored) {
                this.store.retried(job, job.retries);
            }
            queue(job);
        }
    }

    /** The worker has done the job, and all clients have been told. */
    void complete(Job job) {
        if (job.state != JobState.CANCELLED) {
            job.function.counters.completed++;
        }
        finish(job);
    }

    /** The worker has given the job up for ever, and all clients have been told. */
    void fail(Job job) {
        if (job.state != JobState.CANCELLED) {
            job.function.counters.failed++;
        }
        finish(job);
    }

    private void finish(Job job) {
        Assignment assignment = job.assignment;
        if (assignment != null) {
            unassign(assignment);
        }
        end(job);
    }

    /** Ends a job for its clients at once; a worker that has it may go on, and nobody hears of it. */
    void cancel(Job job) {
        job.function.counters.cancelled++;
        this.observation.failed(job, "cancelled");
        tellClients(job, Replies.workFail(this.handles.of(job)));
        if (!job.isWithWorker()) {
            end(job);
            return;
        }
        job.state = JobState.CANCELLED;
        job.background = false;
        unsubscribeAll(job);
        unstore(job);
        this.jobs.removeUnique(job);
    }

    /** A foreground client left. */
    void clientLost(Subscription subscription) {
        Job job = subscription.job;
        unsubscribe(subscription);
        if (job.isAbandoned() && !job.isWithWorker()) {
            job.function.counters.abandoned++;
            this.observation.failed(job, "abandoned by its clients");
            end(job);
        }
    }

    private void end(Job job) {
        switch (job.state) {
            case QUEUED -> this.ready.remove(job);
            case DELAYED -> {
                if (job.delay != null) {
                    this.delays.remove(job.delay);
                }
            }
            default -> {
                // Neither queue nor timer holds it.
            }
        }
        job.state = JobState.ENDED;
        job.delay = null;
        job.function.waiting[job.priority]--;
        this.jobs.remove(job);
        job.releasePayload();
        unsubscribeAll(job);
        unstore(job);
    }

    private void unstore(Job job) {
        if (job.stored) {
            job.stored = false;
            this.store.delete(job);
        }
    }

    private void unsubscribeAll(Job job) {
        while (job.subscriptions != null) {
            unsubscribe(job.subscriptions);
        }
    }

    private void unsubscribe(Subscription subscription) {
        this.memory.removeSubscription();
        subscription.unlink();
    }

    /** Sends a packet without payload to every client of a job. */
    static void tellClients(Job job, Packet packet) {
        for (Subscription s = job.subscriptions; s != null; s = s.nextOfJob) {
            s.client.send(packet);
        }
    }
}
