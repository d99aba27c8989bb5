package io.gearman.server.store.jdbc;

import static io.gearman.server.store.jdbc.JdbcDialect.execute;

import io.gearman.server.store.NumberRange;
import io.gearman.server.store.jdbc.JdbcDialect.ColumnTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a store, made where they are missing. */
record JobSchema(Connection connection, JdbcDialect dialect, JdbcTables tables) {

    /** In the order in which {@link JobWriter} and {@link JobReader} count them. */
    static final String COLUMNS =
            "number, function_name, unique_key, payload, reducer, priority, run_at, retries, checksum";

    void create() throws SQLException {
        ColumnTypes types = this.dialect.types();
        String columns = " (number " + types.number() + " NOT NULL PRIMARY KEY, function_name " + types.name()
                + " NOT NULL, unique_key " + types.unique() + " NOT NULL, payload " + types.payload()
                + " NOT NULL, reducer "
                + types.name() + ", priority INTEGER NOT NULL, run_at " + types.number()
                + " NOT NULL, retries INTEGER NOT NULL, checksum INTEGER NOT NULL)";
        createIfMissing(this.tables.jobs(), columns);
        createIfMissing(this.tables.damaged(), columns);
        createIfMissing(
                this.tables.numbers(),
                " (id INTEGER NOT NULL PRIMARY KEY, next_number " + types.number() + " NOT NULL, owner VARCHAR(36))");
        if (isEmpty(this.tables.numbers() + " WHERE id = 1")) {
            insertNextNumber();
        }
    }

    /** Makes the tables, and in them what servers need that share them. Others do not mind. */
    void createShared() throws SQLException {
        create();
        ColumnTypes types = this.dialect.types();
        createIfMissing(
                this.tables.leases(),
                " (epoch " + types.number() + " NOT NULL PRIMARY KEY, instance VARCHAR(36) NOT NULL, expires_at "
                        + types.number() + " NOT NULL)");
        if (isEmpty(this.tables.numbers() + " WHERE id = 2")) {
            execute(this.connection, "INSERT INTO " + this.tables.numbers() + " (id, next_number) VALUES (2, 0)");
        }
        addOwner(types);
    }

    private void addOwner(ColumnTypes types) throws SQLException {
        String jobs = this.tables.jobs();
        try {
            isEmpty(jobs + " WHERE owner = -1");
        } catch (SQLException ex) {
            if (!this.dialect.isMissing(ex)) {
                throw ex;
            }
            execute(
                    this.connection,
                    "ALTER TABLE " + jobs + " ADD COLUMN owner " + types.number()
                            + " NOT NULL DEFAULT 0, ADD COLUMN unique_id " + types.unique());
            String name = jobs.substring(jobs.indexOf('.') + 1);
            execute(this.connection, "CREATE INDEX " + name + "_owner ON " + jobs + " (owner, number)");
            execute(this.connection, "CREATE UNIQUE INDEX " + name + "_unique ON " + jobs + " (unique_id)");
        }
    }

    /** Asks first: a user who may not make tables can have them made by somebody else. */
    private void createIfMissing(String table, String columns) throws SQLException {
        try {
            isEmpty(table);
        } catch (SQLException ex) {
            if (!this.dialect.isMissing(ex)) {
                throw ex;
            }
            execute(this.connection, "CREATE TABLE " + table + columns + this.dialect.tableOptions());
        }
    }

    private boolean isEmpty(String table) throws SQLException {
        try (Statement select = this.connection.createStatement()) {
            select.setMaxRows(1);
            try (ResultSet rows = select.executeQuery("SELECT 1 FROM " + table)) {
                return !rows.next();
            }
        }
    }

    /** Begins beyond all jobs that are there, should somebody have emptied the table of numbers. */
    private void insertNextNumber() throws SQLException {
        try (PreparedStatement insert = this.connection.prepareStatement("INSERT INTO " + this.tables.numbers()
                + " (id, next_number) SELECT 1, COALESCE(MAX(number), 0) + 1 FROM " + this.tables.jobs()
                + " WHERE number <= ?")) {
            insert.setLong(1, NumberRange.ALL.last());
            insert.executeUpdate();
        }
    }
}
