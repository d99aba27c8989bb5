package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import java.util.Arrays;

/** GET_STATUS and GET_STATUS_UNIQUE. Every question is answered; what is not known, with zeros. Engine's thread only. */
final class StatusQueries {

    private final JobTable jobs;

    private final Handles handles;

    private final JobStore store;

    StatusQueries(JobTable jobs, Handles handles, JobStore store) {
        this.jobs = jobs;
        this.handles = handles;
        this.store = store;
    }

    void byHandle(Connection client, byte[] argument) {
        byte[] handle = upToNul(argument);
        boolean shared = this.store.isShared();
        long number = shared ? Handles.numberOfAny(handle) : this.handles.number(handle);
        Job job = number == Handles.NONE ? null : this.jobs.find(number);
        if (job == null && shared && number != Handles.NONE) {
            findElsewhere(client, handle, number);
            return;
        }
        if (job == null || !isVisible(job.function, client)) {
            client.send(Replies.status(handle, false, false, 0, 0));
            return;
        }
        client.send(Replies.status(handle, true, job.isWithWorker(), numerator(job), denominator(job)));
    }

    /** The store knows that another server has a job, not whether a worker of that server has it. */
    private void findElsewhere(Connection client, byte[] handle, long number) {
        PendingReply reply = client.pendingReply(0);
        this.store.find(number, function -> {
            boolean known = function != null && client.access.maySubmit(function);
            client.answer(reply, Replies.status(handle, known, false, 0, 0));
        });
    }

    /** A unique is not tied to a function here: any function that has it answers, as with gearmand. */
    void byUnique(Connection client, byte[] argument) {
        byte[] unique = upToNul(argument);
        Job job = this.jobs.findByUnique(unique, function -> isVisible(function, client));
        if (job == null) {
            client.send(Replies.uniqueStatus(unique, false, false, 0, 0, 0));
            return;
        }
        client.send(Replies.uniqueStatus(
                unique, true, job.isWithWorker(), numerator(job), denominator(job), job.clientCount()));
    }

    /** Whoever may not submit jobs of a function gets the answer for an unknown job: not even that there is one is told. */
    private static boolean isVisible(Function function, Connection client) {
        return client.access.maySubmit(function.name);
    }

    /** Old clients end the argument with a NUL, which must not go into the reply: there it would end the field. */
    private static byte[] upToNul(byte[] argument) {
        for (int i = 0; i < argument.length; i++) {
            if (argument[i] == 0) {
                return Arrays.copyOf(argument, i);
            }
        }
        return argument;
    }

    private static long numerator(Job job) {
        return job.assignment == null ? 0 : job.assignment.numerator;
    }

    private static long denominator(Job job) {
        return job.assignment == null ? 0 : job.assignment.denominator;
    }
}
