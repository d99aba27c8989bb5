package io.gearman.client;

/** Which of a server's three queues a job waits in. */
public enum JobPriority {
    /** Before all jobs of the other priorities. */
    HIGH,
    /** The usual one. */
    NORMAL,
    /** After all jobs of the other priorities. */
    LOW
}
