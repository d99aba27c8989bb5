package io.gearman.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a {@link JdbcJobDatabase} gets its connection from. Used by one thread at a time. */
interface ConnectionSource extends AutoCloseable {

    /** Connects, once, and says why if that fails. The connection before is closed. */
    Connection open() throws SQLException;

    /** Tells whether connections that are closed go on in the pool of an application. */
    boolean isShared();

    /** Ends the message of an error with what the operator can do, as far as that is known. */
    String advice(SQLException error);

    /** Returns what to call the database, without a password. */
    @Override
    String toString();

    /** Closes what an application does not own; {@link #open} begins anew. */
    @Override
    void close();
}
