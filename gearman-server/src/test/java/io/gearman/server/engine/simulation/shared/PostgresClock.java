package io.gearman.server.engine.simulation.shared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The clock of a simulated database, as SQL has it. Called by the database, by the name of the class. */
public final class PostgresClock {

    private static final Map<String, LongSupplier> CLOCKS = new ConcurrentHashMap<>();

    private PostgresClock() {}

    static void set(String database, LongSupplier clock) {
        CLOCKS.put(database, clock);
    }

    static void forget(String database) {
        CLOCKS.remove(database);
    }

    /**
     * Returns the time of a database.
     *
     * @param database which one
     * @return milliseconds since 1970
     */
    public static long millis(String database) {
        LongSupplier clock = CLOCKS.get(database);
        if (clock == null) {
            throw new IllegalStateException("no database is called " + database);
        }
        return clock.getAsLong();
    }
}
