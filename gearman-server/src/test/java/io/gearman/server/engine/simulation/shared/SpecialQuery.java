package io.gearman.server.engine.simulation.shared;

import org.jspecify.annotations.Nullable;

/** What H2 does not know of the SQL of PostgreSQL, by what is in the text. */
enum SpecialQuery {
    NO_TIMEOUTS("set_config(name, '0', false)"),
    IDLE_TIMEOUT("set_config(name, ?, false)"),
    SYNCHRONOUS_COMMIT("set_config('synchronous_commit'"),
    LOCK_TIMEOUT("set_config('lock_timeout'"),
    LOCK("pg_advisory_lock("),
    UNLOCK("pg_advisory_unlock("),
    NAME("pg_backend_pid()"),
    TERMINATE("pg_terminate_backend(");

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    private final String part;

    SpecialQuery(String part) {
        this.part = part;
    }

    static @Nullable SpecialQuery of(String sql) {
        for (SpecialQuery special : values()) {
            if (sql.contains(special.part)) {
                return special;
            }
        }
        return null;
    }

    static String translate(String sql, String database) {
        String translated = sql.replace(NOW, "clock_millis('" + database + "')");
        if (translated.startsWith("ALTER TABLE")) {
            return translated.replaceFirst(" ADD COLUMN ", " ADD COLUMN (").replace(", ADD COLUMN ", ", ") + ")";
        }
        return translated;
    }
}
