package io.gearman.client;

import io.gearman.transport.ServerAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener of connections, off the event loops and in order. Any thread may use it. */
final class ConnectionEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);

    private final ClientListener listener;

    private final SerialExecutor executor;

    ConnectionEvents(ClientListener listener, Executor executor) {
        this.listener = listener;
        this.executor = new SerialExecutor(executor);
    }

    void up(ServerAddress server) {
        tell(() -> this.listener.connectionUp(server));
    }

    void down(ServerAddress server, @Nullable Throwable cause) {
        tell(() -> this.listener.connectionDown(server, cause));
    }

    private void tell(Runnable event) {
        this.executor.execute(() -> {
            try {
                event.run();
            } catch (RuntimeException ex) {
                LOG.error("The client listener {} failed", this.listener, ex);
            }
        });
    }
}
