package io.gearman.server.engine.simulation.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** Tells of every row that is changed. Made by the database, by the name of the class. */
public final class TableTrigger implements Trigger {

    private static final Map<String, RowWatch> WATCHES = new ConcurrentHashMap<>();

    private @Nullable RowWatch watch;

    private boolean ofJobs;

    static void watch(String database, RowWatch watch) {
        WATCHES.put(database.toLowerCase(Locale.ROOT), watch);
    }

    static void forget(String database) {
        WATCHES.remove(database.toLowerCase(Locale.ROOT));
    }

    @Override
    public void init(Connection connection, String schema, String name, String table, boolean before, int type)
            throws SQLException {
        this.watch = WATCHES.get(connection.getCatalog().toLowerCase(Locale.ROOT));
        this.ofJobs = table.endsWith("_jobs");
    }

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) {
        RowWatch told = this.watch;
        if (told == null) {
            throw new IllegalStateException("nobody watches");
        }
        if (this.ofJobs) {
            told.changed(new RowChange.OfJob(
                    before == null ? null : RowChange.JobRow.of(before),
                    after == null ? null : RowChange.JobRow.of(after)));
        } else {
            told.changed(new RowChange.OfLease(
                    before == null ? null : RowChange.LeaseRow.of(before),
                    after == null ? null : RowChange.LeaseRow.of(after)));
        }
    }

    /** Is told of changes, before they are committed. */
    interface RowWatch {

        /** A row was changed by the statement that runs. */
        void changed(RowChange change);
    }
}
