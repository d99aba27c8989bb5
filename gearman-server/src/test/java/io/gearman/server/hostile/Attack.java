package io.gearman.server.hostile;

import io.gearman.protocol.PacketType;
import io.gearman.server.testing.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One hostile peer at work, in a thread of its own, until it is closed. */
final class Attack implements AutoCloseable {

    final int port;

    final int connections;

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    private final CountDownLatch begun = new CountDownLatch(1);

    private final CountDownLatch ended = new CountDownLatch(1);

    private final Thread thread;

    private volatile @Nullable Throwable failure;

    Attack(HostilePeer peer, int port, int connections) {
        this.port = port;
        this.connections = connections;
        this.thread = new Thread(
                () -> {
                    try {
                        peer.pester(this);
                    } catch (IOException | UncheckedIOException ex) {
                        if (goesOn()) {
                            this.failure = ex;
                        }
                    }
                    this.begun.countDown();
                },
                "hostile");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Waits until it has done the worst for the first time. */
    void awaitBegin() throws InterruptedException {
        if (!this.begun.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The hostile peer does not get to its work");
        }
        if (this.failure != null) {
            throw new AssertionError("The hostile peer has failed", this.failure);
        }
    }

    boolean goesOn() {
        return this.ended.getCount() > 0;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
        this.sockets.add(socket);
        return socket;
    }

    /** Goes on although the server closes connections. */
    void repeat(Step step) {
        this.begun.countDown();
        while (goesOn()) {
            try {
                step.run();
            } catch (IOException | UncheckedIOException ex) {
                pause(1);
            }
        }
    }

    void pause(long millis) {
        try {
            this.ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    void discardInput(Socket socket) {
        Thread reader = new Thread(
                () -> {
                    byte[] buffer = new byte[64 << 10];
                    try {
                        while (socket.getInputStream().read(buffer) >= 0) {
                            // What the server says is of no interest.
                        }
                    } catch (IOException ex) {
                        // The end of the attack.
                    }
                },
                "hostile-reader");
        reader.setDaemon(true);
        reader.start();
    }

    void fillQueue(int jobs) {
        try (RawConnection connection = new RawConnection(this.port)) {
            for (int sent = 0; sent < jobs; sent += 1000) {
                for (int i = 0; i < 1000; i++) {
                    connection.send(PacketType.SUBMIT_JOB_BG, "never", "", "p");
                }
                for (int i = 0; i < 1000; i++) {
                    connection.read();
                }
            }
        }
    }

    @Override
    public void close() {
        this.ended.countDown();
        for (Socket socket : this.sockets) {
            try {
                socket.close();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /** What is done again and again. */
    interface Step {
        void run() throws IOException;
    }
}
