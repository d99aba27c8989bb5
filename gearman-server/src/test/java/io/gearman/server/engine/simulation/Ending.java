package io.gearman.server.engine.simulation;

import io.gearman.protocol.PacketType;
import io.gearman.server.engine.FunctionStatus;
import io.gearman.server.engine.simulation.SimulatedStore.Answer;
import java.util.List;

/**
 * The end of a run, a graceful shutdown: the store works, the workers that have jobs are gone, and one healthy worker that waits for its wake-ups
 * has to get everything done. Then nothing may be left.
 */
final class Ending {

    private final Simulation simulation;

    private final Model model;

    private final RandomSteps steps;

    Ending(Simulation simulation, RandomSteps steps) {
        this.simulation = simulation;
        this.steps = steps;
        this.model = simulation.model;
    }

    void run() {
        this.steps.restart();
        this.simulation.storeAnswers(Answer.SAVED);
        List.copyOf(this.model.saving.keySet()).forEach(number -> this.simulation.answerStore(number, true));
        for (SimulatedPeer peer : List.copyOf(this.simulation.peers)) {
            if (!peer.model.assigned.isEmpty()) {
                this.simulation.disconnect(peer);
            }
        }
        SimulatedPeer worker = this.simulation.connect();
        boolean durable = this.simulation.lives != null;
        if (!durable) {
            shutDown(worker);
        }
        for (ModelFunction function : List.copyOf(this.model.functions.values())) {
            this.simulation.packets.canDo(worker.model, function.name, 0);
            this.simulation.request(worker, PacketType.CAN_DO, "", function.name);
        }
        while (!this.model.jobs.isEmpty()) {
            workUntilAsleep(worker);
            this.simulation.advanceTo(
                    Math.max(this.model.now + Scenario.WAKEUP_TIMEOUT_MILLIS, nextTimerOr(this.model.now)));
        }
        this.simulation.advanceTo(this.model.now + Scenario.WAKEUP_TIMEOUT_MILLIS);
        if (durable) {
            shutDown(worker);
        }
        nothingIsLeft();
    }

    /** If the store is not durable, what is queued still has to be done. */
    private void shutDown(SimulatedPeer client) {
        Simulation.expect(false, this.simulation.engine.isDrained());
        this.simulation.shutDown();
        client.book.submitted(true);
        this.simulation.packets.submit(client.model, "mail", "", "payload", null, 1, false, 0);
        this.simulation.request(client, PacketType.SUBMIT_JOB, "payload", "mail", "");
    }

    private void workUntilAsleep(SimulatedPeer worker) {
        this.simulation.packets.sleep(worker.model);
        this.simulation.request(worker, PacketType.PRE_SLEEP, "");
        while (!worker.model.sleeping) {
            this.simulation.packets.grab(worker.model, PacketType.GRAB_JOB_ALL);
            this.simulation.request(worker, PacketType.GRAB_JOB_ALL, "");
            for (ModelJob job : List.copyOf(worker.model.assigned)) {
                this.simulation.packets.workComplete(worker.model, job.handle, "done");
                this.simulation.request(worker, PacketType.WORK_COMPLETE, "done", job.handle);
            }
            this.simulation.packets.sleep(worker.model);
            this.simulation.request(worker, PacketType.PRE_SLEEP, "");
        }
    }

    private long nextTimerOr(long otherwise) {
        long next = this.model.nextTimer();
        return next == Long.MAX_VALUE ? otherwise : next;
    }

    private void nothingIsLeft() {
        this.simulation.compareAll();
        Simulation.expect(true, this.simulation.engine.isDrained());
        Simulation.expect(Long.MAX_VALUE, this.simulation.engine.nextTimer());
        for (SimulatedPeer peer : List.copyOf(this.simulation.peers)) {
            if (!peer.book.isSettled()) {
                throw new AssertionError("The client " + peer.model + " waits for ever: " + peer.book);
            }
            this.simulation.disconnect(peer);
        }
        Simulation.expect(
                false, this.simulation.engine.administration().jobs().iterator().hasNext());
        for (FunctionStatus function : this.simulation.engine.administration().functions()) {
            Simulation.expect(new FunctionStatus(function.name(), 0, 0, 0, 0, 0), function);
            this.simulation.dropFunction(function.name());
        }
        Simulation.expect(List.of(), this.simulation.engine.administration().functions());
    }
}
