package io.gearman.server.engine.simulation.shared;

/** What lies between a server and the database. */
interface Network {

    /**
     * Takes a question to the database. Time may pass, others may do things, and the server itself may be killed meanwhile.
     *
     * @param life who asks
     * @param question the question, for the record
     * @param timeoutNanos how long the server waits
     * @return what becomes of it
     */
    Fate ask(ServerLife life, String question, long timeoutNanos);

    /** Takes the answer back; as {@link #ask}, and the answer may be lost. */
    Fate answer(ServerLife life, String question, long timeoutNanos);

    /** How long until the database notices that a connection is gone, in nanoseconds; 0 for at once. */
    long nanosUntilNoticed();

    /** Time passes, and nobody does anything. */
    void waitInVain(long nanos);
}
