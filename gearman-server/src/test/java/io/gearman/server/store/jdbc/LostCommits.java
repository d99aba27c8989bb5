package io.gearman.server.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections of which one makes a commit and loses the answer. For one thread. */
final class LostCommits extends SingleConnections {

    private final Connecting connecting;

    private boolean loseNext;

    LostCommits(Connecting connecting) {
        this.connecting = connecting;
    }

    /** Lets the answer to the next commit be lost. */
    void loseNext() {
        this.loseNext = true;
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = this.connecting.connect();
        return (Connection) Proxy.newProxyInstance(
                LostCommits.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (this.loseNext && method.getName().equals("commit")) {
                            this.loseNext = false;
                            connection.close();
                            throw new SQLException("The connection was lost", "08006");
                        }
                        return result;
                    } catch (InvocationTargetException ex) {
                        throw ex.getCause();
                    }
                });
    }

    /** Connects to a database. */
    @FunctionalInterface
    interface Connecting {
        Connection connect() throws SQLException;
    }
}
