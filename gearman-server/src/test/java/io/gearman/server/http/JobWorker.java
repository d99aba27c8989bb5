package io.gearman.server.http;

import io.gearman.protocol.PacketType;
import io.gearman.server.testing.RawConnection;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** A worker on a thread of its own, until it is closed. */
final class JobWorker implements AutoCloseable {

    private final RawConnection connection;

    private final Thread thread;

    JobWorker(int port, String function, UnaryOperator<String> work) {
        this.connection = new RawConnection(port);
        this.connection.send(PacketType.CAN_DO, function);
        this.thread = new Thread(() -> run(work), "worker of " + function);
        this.thread.start();
    }

    private void run(UnaryOperator<String> work) {
        try {
            this.connection.send(PacketType.PRE_SLEEP);
            while (true) {
                RawConnection.Response response = this.connection.read();
                switch (response.type()) {
                    case NOOP -> this.connection.send(PacketType.GRAB_JOB);
                    case NO_JOB -> this.connection.send(PacketType.PRE_SLEEP);
                    case JOB_ASSIGN -> {
                        String[] parts = response.body().split("\0", 3);
                        this.connection
                                .send(PacketType.WORK_COMPLETE, parts[0], work.apply(parts[2]))
                                .send(PacketType.GRAB_JOB);
                    }
                    default -> throw new IllegalStateException("Unexpected " + response);
                }
            }
        } catch (UncheckedIOException ex) {
            // Closed by the test.
        }
    }

    @Override
    public void close() {
        this.connection.close();
        try {
            this.thread.join();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
