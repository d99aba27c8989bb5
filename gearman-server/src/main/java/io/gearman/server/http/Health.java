package io.gearman.server.http;

import java.util.Locale;

/** Whether a job server should be sent clients and workers. Only {@link #UP} is healthy. */
public enum Health {
    /** The store is being opened and its jobs are being taken in; nobody can connect yet. */
    STARTING,
    /** All jobs are there, new ones are taken. */
    UP,
    /** Background jobs are refused, since the disk or the database refuses them. Foreground jobs run. */
    STORE_UNAVAILABLE,
    /** The engine has had a question for too long. */
    NOT_RESPONDING,
    /** No new jobs are taken; the server ends when running ones have ended. */
    STOPPING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
