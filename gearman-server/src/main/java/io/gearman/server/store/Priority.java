package io.gearman.server.store;

/** The priority of a job. Jobs of a higher priority are handed out first, over all functions that a worker can do. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW
}
