package io.gearman.server.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A network that can be cut, or lose all that goes through it. Any thread may call it. */
final class Gate implements AutoCloseable {

    private final ServerSocket listener;

    private final int target;

    private final List<Pipe> pipes = new CopyOnWriteArrayList<>();

    private volatile @Nullable String lastWords;

    Gate(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        start(this::accept, "gate");
    }

    int port() {
        return this.listener.getLocalPort();
    }

    /** Closes all connections there are. */
    void cut() {
        this.pipes.forEach(Pipe::close);
        this.pipes.clear();
    }

    /** Passes nothing on any more on the connections there are; neither end sees them close. */
    void silence() {
        this.pipes.forEach(pipe -> pipe.silent = true);
    }

    /** The first connection made from now on whose client says these words loses them, and all that comes after them. */
    void silenceNextAt(String words) {
        this.lastWords = words;
    }

    /** Tells whether a connection has been lost at the words that it was to be lost at. */
    boolean hasSilencedOne() {
        return this.lastWords == null;
    }

    @Override
    public void close() {
        try {
            this.listener.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        cut();
    }

    private void accept() {
        while (!this.listener.isClosed()) {
            try {
                Socket client = this.listener.accept();
                try {
                    Pipe pipe = new Pipe(client, new Socket(InetAddress.getLoopbackAddress(), this.target));
                    String words = this.lastWords;
                    this.pipes.add(pipe);
                    start(() -> pipe.copy(pipe.client, pipe.server, said -> listen(pipe, words, said)), "gate-out");
                    start(() -> pipe.copy(pipe.server, pipe.client, said -> {}), "gate-in");
                } catch (IOException ex) {
                    client.close();
                }
            } catch (IOException ex) {
                // Closed.
            }
        }
    }

    private void listen(Pipe pipe, @Nullable String words, String said) {
        if (words != null && this.lastWords != null && said.contains(words)) {
            pipe.silent = true;
            this.lastWords = null;
        }
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Two connections that are one. */
    private static final class Pipe {

        private final Socket client;

        private final Socket server;

        private final CountDownLatch end = new CountDownLatch(1);

        private volatile boolean silent;

        Pipe(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void copy(Socket from, Socket to, Consumer<String> listener) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    listener.accept(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    if (!this.silent) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException ex) {
                // One end is gone.
            }
            if (this.silent) {
                awaitEnd();
            }
            close();
        }

        /** The other end does not learn that this one is gone. */
        private void awaitEnd() {
            try {
                this.end.await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }

        void close() {
            this.end.countDown();
            try {
                this.client.close();
                this.server.close();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
