package io.gearman.server.engine.simulation.shared;

/** What becomes of a question to the database. */
enum Fate {
    ANSWERED,
    /** The database says no; the connection goes on. */
    REFUSED,
    /** The database never gets it. */
    QUESTION_LOST,
    /** The database does it and cannot say so. */
    ANSWER_LOST,
    /** The database does it when nobody waits for it any more. */
    LATE
}
