package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What is particular to one kind of database. Without state: any thread may use it. */
abstract class JdbcDialect {

    /** Type of a number of 64 bits, of at most 64 bytes, of a function's name, of a payload. */
    abstract ColumnTypes types();

    /** Makes a new connection what the store needs, for as long as the connection lives. */
    void prepare(Connection connection) throws SQLException {}

    /**
     * Takes the lock that keeps other job servers out. It belongs to the connection and ends with it.
     *
     * @return whether no other connection has it
     */
    abstract boolean lock(Connection connection, JdbcTables tables) throws SQLException;

    /** Gives the lock back, for a connection that may live on in somebody else's pool. */
    void unlock(Connection connection, JdbcTables tables) throws SQLException {}

    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Returns when the changes would survive a loss of power. */
    void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** Lets results be read piece by piece, so that not all jobs are in memory twice. */
    void stream(PreparedStatement select) throws SQLException {}

    /** Ends the message of an error with what the operator can do, as far as that is known. */
    abstract String advice(SQLException error);

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The types of the columns in the words of one database. */
    record ColumnTypes(String number, String unique, String name, String payload) {}
}
