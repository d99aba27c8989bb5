package io.gearman.interop.failover;

import io.gearman.interop.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between a server and all others, which can be made to fail. A stand-in for network namespaces, which need root.
 * Safe for use by several threads.
 */
final class FaultProxy implements AutoCloseable {

    private static final int DELAY_MILLIS = 20;

    private final int target;

    private final ServerSocket listening;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = this.lock.newCondition();

    private State state = State.SOUND;

    /** How the network is. */
    private enum State {
        SOUND,
        SLOW,
        SILENT,
        CLOSED
    }

    FaultProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket();
        this.listening.setReuseAddress(true);
        this.listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ServerKind.freePort()));
        start(this::accept);
    }

    int port() {
        return this.listening.getLocalPort();
    }

    /** Every connection breaks at once; new ones can be made. */
    void cut() {
        this.open.forEach(FaultProxy::close);
    }

    /** Each side is told that the other has closed its half, which is not so. */
    void halfClose() {
        for (Socket socket : this.open) {
            try {
                socket.shutdownOutput();
            } catch (IOException ex) {
                close(socket);
            }
        }
    }

    /** Each piece of data is held for a while. */
    void delay() {
        become(State.SLOW);
    }

    /** Nothing arrives, neither data nor the end of a connection, though connections can be made. */
    void silence() {
        become(State.SILENT);
    }

    /** The network works again. Connections that lost something are broken, as a host does that has heard of neither end. */
    void heal() {
        if (become(State.SOUND) == State.SILENT) {
            cut();
        }
    }

    private State become(State next) {
        this.lock.lock();
        try {
            State before = this.state;
            if (before != State.CLOSED) {
                this.state = next;
            }
            this.changed.signalAll();
            return before;
        } finally {
            this.lock.unlock();
        }
    }

    private void accept() {
        while (!this.listening.isClosed()) {
            try {
                Socket near = this.listening.accept();
                this.open.add(near);
                start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            awaitPassage();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), this.target);
            this.open.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            start(() -> copy(near, far));
            copy(far, near);
        } catch (IOException refused) {
            close(near);
            this.open.remove(near);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[16 << 10];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                awaitPassage();
                to.getOutputStream().write(buffer, 0, read);
            }
            awaitPassage();
            to.shutdownOutput();
        } catch (IOException broken) {
            waitQuietly();
            close(from);
            close(to);
        } finally {
            if (from.isInputShutdown() || from.isClosed()) {
                this.open.remove(from);
            }
        }
    }

    private void waitQuietly() {
        try {
            awaitPassage();
        } catch (IOException closed) {
            // The proxy is closed, and the connection with it.
        }
    }

    /** Waits while the network is silent, and a little if it is slow. */
    private void awaitPassage() throws IOException {
        this.lock.lock();
        try {
            while (this.state == State.SILENT) {
                this.changed.await();
            }
            if (this.state == State.SLOW) {
                this.changed.await(DELAY_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (this.state == State.CLOSED) {
                throw new IOException("The proxy is closed");
            }
        } catch (InterruptedException ex) {
            throw new IOException(ex);
        } finally {
            this.lock.unlock();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void close() throws IOException {
        become(State.CLOSED);
        this.listening.close();
        cut();
    }
}
