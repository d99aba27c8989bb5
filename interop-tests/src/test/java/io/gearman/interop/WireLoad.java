package io.gearman.interop;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Load whose packets arrive together where they can: what the server could do in one go is sent in one go. */
final class WireLoad implements AutoCloseable {

    private static final String REQUEST = "\0REQ";

    private static final int CAN_DO = 1;

    private static final int PRE_SLEEP = 4;

    private static final int SUBMIT_JOB = 7;

    private static final int GRAB_JOB = 9;

    private static final int WORK_COMPLETE = 13;

    private static final int SUBMIT_JOB_BG = 18;

    private static final String JOB_CREATED = "8 ";

    private static final String NO_JOB = "10";

    private static final String JOB_ASSIGN = "11 ";

    private static final String RESULT = "13 ";

    private static final String PAYLOAD = "x".repeat(100);

    private static final int TIMEOUT_SECONDS = 120;

    private final int port;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final List<WireSocket> sleepers = new ArrayList<>();

    WireLoad(int port) {
        this.port = port;
    }

    /** Submits background jobs over connections in windows: all packets of a window are sent, then all answers are read. */
    void submit(int connections, int window, int windows) {
        inParallel(connections, number -> {
            try (WireSocket socket = new WireSocket(this.port)) {
                for (int i = 0; i < windows; i++) {
                    ByteArrayOutputStream burst = new ByteArrayOutputStream();
                    for (int job = 0; job < window; job++) {
                        String unique = number + "-" + (i * window + job);
                        burst.writeBytes(
                                WireSocket.packet(REQUEST, SUBMIT_JOB_BG, "calls\0" + unique + "\0" + PAYLOAD));
                    }
                    socket.send(burst.toByteArray());
                    for (int job = 0; job < window; job++) {
                        expect(JOB_CREATED, socket.receive());
                    }
                }
            }
        });
    }

    /** Takes all queued jobs, each worker one after the other; a result and the question for the next are sent together. */
    void drain(int workers) {
        inParallel(workers, number -> {
            try (WireSocket socket = new WireSocket(this.port)) {
                socket.send(REQUEST, CAN_DO, "calls");
                socket.send(REQUEST, GRAB_JOB, "");
                for (String answer = socket.receive(); !answer.equals(NO_JOB); answer = socket.receive()) {
                    work(socket, answer);
                }
            }
        });
    }

    /** Connects workers that sleep until there is a job, and sleep again when there is none. */
    void startSleepers(int workers) {
        for (int i = 0; i < workers; i++) {
            WireSocket socket = new WireSocket(this.port);
            this.sleepers.add(socket);
            socket.send(REQUEST, CAN_DO, "calls");
            socket.send(REQUEST, GRAB_JOB, "");
            expect(NO_JOB, socket.receive());
            socket.send(REQUEST, PRE_SLEEP, "");
            this.threads.execute(() -> serve(socket));
        }
    }

    private static void serve(WireSocket socket) {
        for (String answer = socket.receive(); !answer.equals("closed"); answer = socket.receive()) {
            if (answer.startsWith(JOB_ASSIGN)) {
                work(socket, answer);
            } else {
                // NO_JOB sends the worker to sleep, NOOP wakes it.
                socket.send(REQUEST, answer.equals(NO_JOB) ? PRE_SLEEP : GRAB_JOB, "");
            }
        }
    }

    private static void work(WireSocket socket, String assignment) {
        expect(JOB_ASSIGN, assignment);
        String handle = assignment.substring(JOB_ASSIGN.length(), assignment.indexOf('\0'));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(WireSocket.packet(REQUEST, WORK_COMPLETE, handle + "\0" + PAYLOAD));
        both.writeBytes(WireSocket.packet(REQUEST, GRAB_JOB, ""));
        socket.send(both.toByteArray());
    }

    /** Submits foreground jobs, one after the other. */
    void call(int jobs) {
        try (WireSocket socket = new WireSocket(this.port)) {
            for (int i = 0; i < jobs; i++) {
                socket.send(REQUEST, SUBMIT_JOB, "calls\0call-" + i + "\0" + PAYLOAD);
                expect(JOB_CREATED, socket.receive());
                expect(RESULT, socket.receive());
            }
        }
    }

    private static void expect(String start, String answer) {
        if (!answer.startsWith(start)) {
            throw new AssertionError("Expected a packet " + start + ", but the server sent " + answer);
        }
    }

    private void inParallel(int count, Share share) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(this.threads.submit(() -> share.run(number)));
        }
        try {
            for (Future<?> future : running) {
                future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        } catch (ExecutionException | TimeoutException ex) {
            throw new AssertionError("The load did not come to its end", ex);
        }
    }

    @Override
    public void close() {
        this.sleepers.forEach(WireSocket::close);
        this.threads.shutdownNow();
    }

    /** What one connection does. */
    @FunctionalInterface
    private interface Share {

        void run(int number);
    }
}
