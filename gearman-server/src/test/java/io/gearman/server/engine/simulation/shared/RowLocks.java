package io.gearman.server.engine.simulation.shared;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that transactions hold, by name. H2 has such locks, too, but may not come back when all sessions are in one thread and one
 * waits for the other.
 */
final class RowLocks {

    private static final String NUMBERS = "numbers";

    private static final String SKIP_LOCKED = " LIMIT 1 FOR UPDATE SKIP LOCKED";

    private final Map<String, PostgresSession> holders = new HashMap<>();

    /** Returns the row that a statement changes, {@code null} if nobody else can have it. */
    static @Nullable String rowOf(String sql, long lastParameter) {
        boolean changes = !sql.startsWith("SELECT") || sql.endsWith(" FOR UPDATE");
        if (changes && sql.contains("gearman_numbers")) {
            return NUMBERS;
        }
        boolean ofLease = sql.startsWith("UPDATE gearman_leases") || sql.startsWith("DELETE FROM gearman_leases");
        return ofLease ? lease(lastParameter) : null;
    }

    static String lease(Object epoch) {
        return "lease " + epoch;
    }

    static boolean skips(String sql) {
        return sql.endsWith(SKIP_LOCKED);
    }

    /** Returns what is to be asked for a lease that no other session holds. */
    String without(PostgresSession session, String sql) {
        List<String> held = this.holders.entrySet().stream()
                .filter(row -> row.getValue() != session && !row.getKey().equals(NUMBERS))
                .map(row -> row.getKey().substring(lease("").length()))
                .sorted()
                .toList();
        String others = held.isEmpty() ? "" : " AND epoch NOT IN (" + String.join(", ", held) + ")";
        return sql.replace(SKIP_LOCKED, others + " LIMIT 1");
    }

    /** Takes hold of a row until the end of the transaction, and tells whether no other session has it. */
    boolean take(PostgresSession session, String row) {
        PostgresSession holder = this.holders.putIfAbsent(row, session);
        return holder == null || holder == session;
    }

    void release(PostgresSession session) {
        this.holders.values().removeIf(holder -> holder == session);
    }
}
