package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** SQLite, in one file that belongs to one connection of one process. */
final class SqliteDialect extends JdbcDialect {

    /** Primary result codes of SQLite; the rest of an error code tells more about them. */
    private static final int BUSY = 5;

    private static final int READ_ONLY = 8;

    private static final int CORRUPT = 11;

    private static final int FULL = 13;

    private static final int CANNOT_OPEN = 14;

    private static final int NOT_A_DATABASE = 26;

    private static final int PRIMARY_CODE = 0xff;

    @Override
    ColumnTypes types() {
        return new ColumnTypes("INTEGER", "BLOB", "BLOB", "BLOB");
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        // The lock comes before the journal: so there is no shared memory, and a full disk does not keep a file from
        // opening.
        execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        execute(connection, "PRAGMA journal_mode = WAL");
        execute(connection, "PRAGMA synchronous = FULL");
        execute(connection, "PRAGMA wal_autocheckpoint = 4000");
        execute(connection, "PRAGMA cache_size = -16384");
    }

    @Override
    boolean lock(Connection connection, JdbcTables tables) throws SQLException {
        try {
            execute(connection, "BEGIN IMMEDIATE");
            execute(connection, "COMMIT");
            return true;
        } catch (SQLException ex) {
            if (primaryCode(ex) == BUSY) {
                return false;
            }
            throw ex;
        }
    }

    @Override
    void unlock(Connection connection, JdbcTables tables) throws SQLException {
        // A file cannot leave the exclusive mode while it has the journal that it was given in that mode.
        execute(connection, "PRAGMA journal_mode = DELETE");
        execute(connection, "PRAGMA locking_mode = NORMAL");
        execute(connection, "SELECT 1 FROM " + tables.numbers());
    }

    // The driver's own way to begin loses count of its transactions when the disk is full.

    @Override
    void begin(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException ex) {
            // Some errors roll back by themselves.
            if (!String.valueOf(ex.getMessage()).contains("no transaction is active")) {
                throw ex;
            }
        }
    }

    @Override
    boolean isMissing(SQLException error) {
        return String.valueOf(error.getMessage()).contains("no such ");
    }

    @Override
    String advice(SQLException error) {
        return switch (primaryCode(error)) {
            case BUSY -> "; another process has it open: is a second job server running?";
            case READ_ONLY -> "; make the file and its directory writable for the user of the job server";
            case CORRUPT, NOT_A_DATABASE ->
                "; keep the file, save what can be read with 'sqlite3 FILE .recover' into a new one, or name another file";
            case FULL -> "; make room on its file system";
            case CANNOT_OPEN -> "; its directory has to exist and to be writable for the user of the job server";
            default -> "";
        };
    }

    private static int primaryCode(SQLException error) {
        return error.getErrorCode() & PRIMARY_CODE;
    }
}
