package io.gearman.server.engine.simulation.shared;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement that is executed at the other end of a {@link Wire}. */
final class WireStatement implements InvocationHandler {

    private final Wire wire;

    private final Statement statement;

    private final String sql;

    private int batch;

    private long lastParameter;

    WireStatement(Wire wire, Statement statement, String sql) {
        this.wire = wire;
        this.statement = statement;
        this.sql = sql;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate" -> {
                String text = arguments == null ? this.sql : this.wire.translate((String) arguments[0]);
                if (RowLocks.skips(text)) {
                    return this.wire.trip(text, () -> this.wire.selectUnlocked(text));
                }
                return this.wire.trip(text, RowLocks.rowOf(text, this.lastParameter), () -> {
                    if (arguments != null) {
                        arguments[0] = text;
                    }
                    return called(method, arguments);
                });
            }
            case "addBatch" -> this.batch++;
            case "clearBatch" -> this.batch = 0;
            case "executeBatch" -> {
                if (this.batch == 0) {
                    return new int[0];
                }
                return this.wire.trip("BATCH of " + this.batch + ": " + this.sql, () -> called(method, arguments));
            }
            case "setLong" -> {
                if (arguments != null) {
                    this.lastParameter = (Long) arguments[1];
                }
            }
            default -> {
                // It stays here.
            }
        }
        return Wire.call(this.statement, method, arguments);
    }

    private @Nullable Object called(Method method, Object @Nullable [] arguments) throws SQLException {
        try {
            return Wire.call(this.statement, method, arguments);
        } catch (SQLException | RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }
}
