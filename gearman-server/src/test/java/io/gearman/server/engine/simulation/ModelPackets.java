package io.gearman.server.engine.simulation;

import io.gearman.protocol.PacketType;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model makes of packets. */
final class ModelPackets {

    private final Model model;

    ModelPackets(Model model) {
        this.model = model;
    }

    // Clients

    void submit(
            ModelConnection client,
            String functionName,
            String unique,
            String payload,
            @Nullable String reducer,
            int priority,
            boolean background,
            long runAt) {
        if (this.model.shuttingDown) {
            client.expect(
                    ExpectedPacket.error("SHUTDOWN_GRACEFUL", "The job server is shutting down and takes no new jobs"));
            return;
        }
        if (unique.length() > 64) {
            client.expect(ExpectedPacket.error("ARGUMENT_TOO_LARGE", "Unique value too large"));
            return;
        }
        ModelFunction function = this.model.function(functionName);
        ModelJob joined = this.model.find(function, unique, payload);
        if (joined != null) {
            join(joined, client, background);
            return;
        }
        int limit = function.maxQueue[priority];
        if (limit > 0 && this.model.total(function) >= limit) {
            client.expect(ExpectedPacket.error("QUEUE_ERROR", "Job queue is full"));
            return;
        }
        if (!this.model.numbers.isLeft()) {
            client.expect(ExpectedPacket.error("QUEUE_ERROR", "The job store is away and gives no more job handles"));
            return;
        }
        ModelJob job = new ModelJob(
                this.model.numbers.take(), function, unique, payload, reducer, priority, background, runAt);
        this.model.add(job);
        if (background) {
            this.model.save(job, client);
        } else {
            subscribe(job, client);
            this.model.makeReady(job);
        }
    }

    private void join(ModelJob job, ModelConnection client, boolean background) {
        if (!background) {
            subscribe(job, client);
        } else if (job.stored) {
            client.expect(ExpectedPacket.of(PacketType.JOB_CREATED, job.handle));
        } else if (job.saving) {
            this.model.waitForStore(job, client);
        } else {
            job.background = true;
            this.model.save(job, client);
        }
    }

    private static void subscribe(ModelJob job, ModelConnection client) {
        job.clients.add(client);
        client.expect(ExpectedPacket.of(PacketType.JOB_CREATED, job.handle));
    }

    void getStatus(ModelConnection client, String handle) {
        ModelJob job = this.model.jobs.get(handle);
        client.expect(
                job == null
                        ? ExpectedPacket.of(PacketType.STATUS_RES, handle, "0", "0", "0", "0")
                        : ExpectedPacket.of(
                                PacketType.STATUS_RES,
                                handle,
                                "1",
                                job.worker == null ? "0" : "1",
                                job.numerator,
                                job.denominator));
    }

    /** Returns the jobs that GET_STATUS_UNIQUE may answer for: at most one of each function. */
    List<ModelJob> candidates(String unique) {
        return this.model.jobs.values().stream()
                .filter(job -> job.coalescesWith(unique, ""))
                .toList();
    }

    void getStatusUnique(ModelConnection client, String unique, @Nullable ModelJob job) {
        client.expect(
                job == null
                        ? ExpectedPacket.of(PacketType.STATUS_RES_UNIQUE, unique, "0", "0", "0", "0", "0")
                        : ExpectedPacket.of(
                                PacketType.STATUS_RES_UNIQUE,
                                unique,
                                "1",
                                job.worker == null ? "0" : "1",
                                job.numerator,
                                job.denominator,
                                Integer.toString(job.clients.size())));
    }

    // Workers

    void canDo(ModelConnection worker, String name, long timeout) {
        ModelFunction function = this.model.function(name);
        if (!worker.round.contains(function)) {
            worker.round.add(0, function);
        }
        worker.timeouts.put(function, timeout);
    }

    void cantDo(ModelConnection worker, String name) {
        ModelFunction function = worker.ability(name);
        if (function == null) {
            return;
        }
        worker.round.remove(function);
        worker.wokenFor &= ~function.bit;
        List.copyOf(worker.assigned).stream()
                .filter(job -> job.function == function)
                .forEach(this.model::workerLost);
    }

    void resetAbilities(ModelConnection worker) {
        worker.round.clear();
        worker.wokenFor = 0;
        List.copyOf(worker.assigned).forEach(this.model::workerLost);
    }

    void sleep(ModelConnection worker) {
        worker.wokenFor = 0;
        worker.sleeping = true;
    }

    void grab(ModelConnection worker, PacketType grab) {
        worker.wokenFor = 0;
        worker.sleeping = false;
        for (int priority = 0; priority < 3 && this.model.handingOut; priority++) {
            for (ModelFunction function : worker.round) {
                List<ModelJob> queue = function.queues.get(priority);
                if (!queue.isEmpty()) {
                    ModelJob job = queue.get(0);
                    this.model.assign(job, worker);
                    worker.expect(assignment(grab, job));
                    // The functions that were looked at go to the end of the round.
                    Collections.rotate(worker.round, -(worker.round.indexOf(function) + 1));
                    return;
                }
            }
        }
        worker.expect(ExpectedPacket.of(PacketType.NO_JOB));
    }

    private static ExpectedPacket assignment(PacketType grab, ModelJob job) {
        String function = job.function.name;
        if (grab == PacketType.GRAB_JOB) {
            return ExpectedPacket.withPayload(PacketType.JOB_ASSIGN, job.payload, job.handle, function);
        }
        if (grab == PacketType.GRAB_JOB_ALL && job.reducer != null) {
            return ExpectedPacket.withPayload(
                    PacketType.JOB_ASSIGN_ALL, job.payload, job.handle, function, job.unique, job.reducer);
        }
        return ExpectedPacket.withPayload(PacketType.JOB_ASSIGN_UNIQ, job.payload, job.handle, function, job.unique);
    }

    void workData(ModelConnection worker, PacketType type, String handle, String payload) {
        ModelJob job = jobOf(worker, handle);
        if (job == null) {
            worker.expect(ExpectedPacket.error("JOB_NOT_FOUND", "Job does not exist on server"));
        } else {
            job.tellClients(ExpectedPacket.withPayload(type, payload, job.handle));
        }
    }

    void workStatus(ModelConnection worker, String handle, String numerator, String denominator) {
        ModelJob job = jobOf(worker, handle);
        if (job == null) {
            worker.expect(ExpectedPacket.error("JOB_NOT_FOUND", "Job given in work result not found"));
            return;
        }
        job.numerator = numerator;
        job.denominator = denominator;
        job.tellClients(ExpectedPacket.of(PacketType.WORK_STATUS, job.handle, numerator, denominator));
    }

    void workComplete(ModelConnection worker, String handle, String payload) {
        ModelJob job = jobOf(worker, handle);
        if (job == null) {
            worker.expect(ExpectedPacket.error("JOB_NOT_FOUND", "Job given in work result not found"));
            return;
        }
        job.tellClients(ExpectedPacket.withPayload(PacketType.WORK_COMPLETE, payload, job.handle));
        this.model.end(job);
    }

    void workFail(ModelConnection worker, String handle) {
        ModelJob job = jobOf(worker, handle);
        if (job == null) {
            worker.expect(ExpectedPacket.error("JOB_NOT_FOUND", "Job given in work result not found"));
            return;
        }
        job.tellClients(ExpectedPacket.of(PacketType.WORK_FAIL, job.handle));
        this.model.end(job);
    }

    void workException(ModelConnection worker, String handle, String payload) {
        ModelJob job = jobOf(worker, handle);
        if (job == null) {
            worker.expect(
                    ExpectedPacket.error("JOB_NOT_FOUND", "An exception was received for a job that does not exist"));
            return;
        }
        for (ModelConnection client : job.clients) {
            client.expect(
                    client.exceptions
                            ? ExpectedPacket.withPayload(PacketType.WORK_EXCEPTION, payload, job.handle)
                            : ExpectedPacket.of(PacketType.WORK_FAIL, job.handle));
        }
        this.model.end(job);
    }

    private @Nullable ModelJob jobOf(ModelConnection worker, String handle) {
        String clean = handle.endsWith("\0") ? handle.substring(0, handle.length() - 1) : handle;
        ModelJob job = this.model.jobs.get(clean);
        return job == null || job.worker != worker ? null : job;
    }
}
