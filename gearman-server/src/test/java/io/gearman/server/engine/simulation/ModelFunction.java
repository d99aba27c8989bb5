package io.gearman.server.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/** What the model knows of a function. */
final class ModelFunction {

    final String name;

    /** Marks the function in a set of functions. */
    final int bit;

    /** For each priority, the jobs that a worker could have, oldest first. */
    final List<List<ModelJob>> queues = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    final int[] maxQueue = new int[3];

    ModelFunction(String name, int bit) {
        this.name = name;
        this.bit = bit;
    }

    int ready() {
        int ready = 0;
        for (List<ModelJob> queue : this.queues) {
            ready += queue.size();
        }
        return ready;
    }

    @Override
    public String toString() {
        return this.name;
    }
}
