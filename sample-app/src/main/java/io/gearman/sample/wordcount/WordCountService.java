package io.gearman.sample.wordcount;

import io.gearman.client.GearmanException;
import io.gearman.spring.core.GearmanOperations;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Service;

/**
 * Counts the words of a text of any size: reads a chunk, has it counted by a job, and adds the results up in order; the
 * "reduce" of the map/reduce. Thread-safe; each text is read by its caller's thread.
 *
 * <p>Only a few jobs are in flight at a time. A sender that is faster than the workers is made to wait by TCP, so a text
 * that is larger than the heap is as welcome as a short one.
 */
@Service
class WordCountService {

    private final GearmanOperations gearman;
    private final WordCountProperties properties;

    WordCountService(GearmanOperations gearman, WordCountProperties properties) {
        this.gearman = gearman;
        this.properties = properties;
    }

    WordReport count(Reader text, int top) throws IOException {
        TextChunks chunks = new TextChunks(text, this.properties.chunkLength());
        WordTotals totals = new WordTotals(this.properties.distinctWordsLimit());
        Queue<CompletableFuture<WordCounts>> inFlight = new ArrayDeque<>();
        try {
            for (String chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                if (inFlight.size() == this.properties.jobsInFlight()) {
                    totals.add(result(inFlight.remove()));
                }
                inFlight.add(submit(chunk));
            }
            while (!inFlight.isEmpty()) {
                totals.add(result(inFlight.remove()));
            }
            return totals.report(top);
        } finally {
            inFlight.forEach(unwanted -> unwanted.cancel(false));
        }
    }

    private CompletableFuture<WordCounts> submit(String chunk) {
        return this.gearman
                .job("wordcount")
                .payload(chunk)
                .timeout(this.properties.jobTimeout())
                .submit(WordCounts.class);
    }

    private static WordCounts result(CompletableFuture<WordCounts> job) {
        try {
            return job.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof GearmanException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
