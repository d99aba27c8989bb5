package io.gearman.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the jobs of a database ahead, in a thread of its own, while the jobs before them are taken in: on two processors a
 * restart takes as long as the slower of both, not as both. Used by the thread that opens the store, once.
 */
final class JobLoader {

    private static final int CHUNK_JOBS = 1024;

    private static final int CHUNK_BYTES = 1 << 20;

    private static final int CHUNKS_AHEAD = 8;

    private static final List<StoredJob> END = List.of();

    private final JobDatabase database;

    private final BlockingQueue<List<StoredJob>> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);

    private List<StoredJob> chunk = new ArrayList<>(CHUNK_JOBS);

    private int chunkBytes;

    /** Set before the end is told. */
    private @Nullable Throwable failure;

    JobLoader(JobDatabase database) {
        this.database = database;
    }

    /**
     * Gives all jobs, in the order of the database.
     *
     * @param jobs gets each job, in the calling thread; if it fails, the rest is read and left alone
     * @throws JobStoreException if the database could not be read
     */
    void load(Consumer<StoredJob> jobs) {
        Thread reader = new Thread(this::read, "gearman-store-loader");
        reader.setDaemon(true);
        reader.start();
        boolean ended = false;
        try {
            for (List<StoredJob> next = take(); next != END; next = take()) {
                next.forEach(jobs);
            }
            ended = true;
        } finally {
            // The database is used by one thread at a time: it must have ended its part.
            while (!ended) {
                ended = take() == END;
            }
        }
        rethrow(this.failure);
    }

    private void read() {
        try {
            this.database.load(this::add);
            put(this.chunk);
        } catch (Throwable ex) {
            this.failure = ex;
        }
        put(END);
    }

    private void add(StoredJob job) {
        this.chunk.add(job);
        this.chunkBytes += job.payload().length;
        if (this.chunk.size() == CHUNK_JOBS || this.chunkBytes >= CHUNK_BYTES) {
            put(this.chunk);
            this.chunk = new ArrayList<>(CHUNK_JOBS);
            this.chunkBytes = 0;
        }
    }

    private void put(List<StoredJob> next) {
        uninterrupted(() -> {
            this.chunks.put(next);
            return next;
        });
    }

    private List<StoredJob> take() {
        return uninterrupted(this.chunks::take);
    }

    /** A start is not given up half-way: a transaction that reads may not be interrupted with every database. */
    private static <T> T uninterrupted(Waiting<T> waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.await();
                } catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException ex) {
            throw ex;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private interface Waiting<T> {

        T await() throws InterruptedException;
    }
}
