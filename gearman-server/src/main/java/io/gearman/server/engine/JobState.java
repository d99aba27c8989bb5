package io.gearman.server.engine;

/** Where a job stands. */
enum JobState {
    /** Given to the store; not to be handed out before the store has answered. */
    STORING,
    /** Waits for its time. */
    DELAYED,
    /** In the queue of its function. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    /** Cancelled while a worker has it: clients are told, and what the worker still sends is swallowed. */
    CANCELLED,
    /** Ended and forgotten. */
    ENDED
}
