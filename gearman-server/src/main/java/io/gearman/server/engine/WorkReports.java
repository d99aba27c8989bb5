package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The WORK_* packets: what a worker says of its job goes to the job's clients. Only the connection that has the job may
 * speak of it. Engine's thread only.
 */
final class WorkReports {

    /** gearmand's room for a denominator; a longer one is dropped there, and here. */
    private static final int MAX_DENOMINATOR = 11;

    private final JobTable jobs;

    private final Handles handles;

    private final JobLifecycle lifecycle;

    private final Observation observation;

    private long late;

    WorkReports(JobTable jobs, Handles handles, JobLifecycle lifecycle, Observation observation) {
        this.jobs = jobs;
        this.handles = handles;
        this.lifecycle = lifecycle;
        this.observation = observation;
    }

    /** Returns how many results there were of jobs that are not there. */
    long late() {
        return this.late;
    }

    void data(Connection worker, Packet packet) {
        Job job = jobOf(worker, packet);
        if (job == null) {
            worker.send(Replies.error("JOB_NOT_FOUND", "Job does not exist on server"));
            return;
        }
        forward(job, packet);
    }

    void status(Connection worker, Packet packet) {
        Assignment assignment = assignmentOf(worker, packet);
        if (assignment == null) {
            worker.send(Replies.error("JOB_NOT_FOUND", "Job given in work result not found"));
            return;
        }
        if (packet.argument(2).length > MAX_DENOMINATOR) {
            return;
        }
        assignment.numerator = number(packet.argument(1));
        assignment.denominator = number(packet.argument(2));
        Job job = assignment.job;
        for (Subscription s = job.subscriptions; s != null; s = s.nextOfJob) {
            s.client.send(Packet.response(
                    PacketType.WORK_STATUS, this.handles.of(job), packet.argument(1), packet.argument(2)));
        }
    }

    void complete(Connection worker, Packet packet) {
        Job job = ended(worker, packet, "Job given in work result not found");
        if (job == null) {
            return;
        }
        forward(job, packet);
        this.observation.completed(job, packet.payload());
        this.lifecycle.complete(job);
    }

    void fail(Connection worker, Packet packet) {
        Job job = ended(worker, packet, "Job given in work result not found");
        if (job == null) {
            return;
        }
        JobLifecycle.tellClients(job, Replies.workFail(this.handles.of(job)));
        this.observation.failed(job, "failed by its worker");
        this.lifecycle.fail(job);
    }

    /** Ends the job, as with gearmand: a WORK_FAIL that follows finds no job. */
    void exception(Connection worker, Packet packet) {
        Job job = ended(worker, packet, "An exception was received for a job that does not exist");
        if (job == null) {
            return;
        }
        byte[] handle = this.handles.of(job);
        for (Subscription s = job.subscriptions; s != null; s = s.nextOfJob) {
            if (s.client.exceptions) {
                s.client.send(
                        Replies.work(packet.type(), handle, packet.payload().retainedSlice()));
            } else {
                s.client.send(Replies.workFail(handle));
            }
        }
        this.observation.failed(job, packet.payload());
        this.lifecycle.fail(job);
    }

    private void forward(Job job, Packet packet) {
        if (job.subscriptions == null) {
            return;
        }
        byte[] handle = this.handles.of(job);
        for (Subscription s = job.subscriptions; s != null; s = s.nextOfJob) {
            s.client.send(Replies.work(packet.type(), handle, packet.payload().retainedSlice()));
        }
    }

    /** Returns the job that has ended; tells the worker if there is none, and counts that. */
    private @Nullable Job ended(Connection worker, Packet packet, String unknown) {
        Job job = jobOf(worker, packet);
        if (job == null) {
            this.late++;
            worker.send(Replies.error("JOB_NOT_FOUND", unknown));
        }
        return job;
    }

    private @Nullable Job jobOf(Connection worker, Packet packet) {
        Assignment assignment = assignmentOf(worker, packet);
        return assignment == null ? null : assignment.job;
    }

    private @Nullable Assignment assignmentOf(Connection worker, Packet packet) {
        long number = this.handles.number(packet.argument(0));
        Job job = number == Handles.NONE ? null : this.jobs.find(number);
        Assignment assignment = job == null ? null : job.assignment;
        return assignment == null || assignment.worker != worker ? null : assignment;
    }

    private static long number(byte[] text) {
        try {
            return Long.parseLong(new String(text, StandardCharsets.US_ASCII).trim());
        } catch (NumberFormatException ex) {
            return 0;
        }
    }
}
