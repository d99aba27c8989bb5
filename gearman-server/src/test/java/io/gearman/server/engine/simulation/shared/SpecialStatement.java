package io.gearman.server.engine.simulation.shared;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement that H2 does not know. */
final class SpecialStatement implements InvocationHandler {

    private final Wire wire;

    private final SpecialQuery query;

    private final Statement statement;

    private final SimulatedPostgres database;

    private final Map<Object, Object> parameters = new HashMap<>();

    SpecialStatement(Wire wire, SpecialQuery query, Statement statement, SimulatedPostgres database) {
        this.wire = wire;
        this.query = query;
        this.statement = statement;
        this.database = database;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("setObject") && arguments != null) {
            this.parameters.put(arguments[0], arguments[1]);
            return null;
        }
        if (method.getName().equals("executeQuery")) {
            return this.wire.trip(this.query.name(), this::execute);
        }
        return Wire.call(this.statement, method, arguments);
    }

    private ResultSet execute() throws SQLException {
        PostgresSession session = this.wire.session();
        switch (this.query) {
            case NO_TIMEOUTS -> session.idleTimeoutNanos = 0;
            case IDLE_TIMEOUT ->
                session.idleTimeoutNanos = Duration.ofMillis(Long.parseLong((String) this.parameters.get(1)))
                        .toNanos();
            case LOCK -> {
                if (!this.wire.lock()) {
                    throw new SQLException("canceling statement due to lock timeout", "55P03");
                }
            }
            case UNLOCK -> this.database.unlock(session);
            case TERMINATE -> this.database.terminateIfItLocks((Integer) this.parameters.get(3));
            case SYNCHRONOUS_COMMIT, LOCK_TIMEOUT, NAME -> {
                // Nothing follows from it.
            }
        }
        return this.statement.executeQuery("VALUES ('" + session.id + "')");
    }
}
