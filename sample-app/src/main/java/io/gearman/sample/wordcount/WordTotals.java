package io.gearman.sample.wordcount;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Adds the counts of all chunks up. Used by one thread. */
final class WordTotals {

    private static final Comparator<WordReport.Entry> RAREST_FIRST = Comparator.comparingLong(WordReport.Entry::count)
            .thenComparing(WordReport.Entry::word, Comparator.reverseOrder());

    private final Map<String, Long> counts = new HashMap<>();
    private final long maxDistinct;
    private long words;
    private int chunks;

    WordTotals(long maxDistinct) {
        this.maxDistinct = maxDistinct;
    }

    void add(WordCounts chunk) {
        chunk.counts().forEach((word, count) -> this.counts.merge(word, count, Long::sum));
        if (this.counts.size() > this.maxDistinct) {
            throw new TooManyWordsException(this.maxDistinct);
        }
        this.words += chunk.words();
        this.chunks++;
    }

    WordReport report(int top) {
        return new WordReport(this.words, this.counts.size(), this.chunks, mostFrequent(top));
    }

    private List<WordReport.Entry> mostFrequent(int top) {
        PriorityQueue<WordReport.Entry> best = new PriorityQueue<>(RAREST_FIRST);
        this.counts.forEach((word, count) -> {
            best.add(new WordReport.Entry(word, count));
            if (best.size() > top) {
                best.remove();
            }
        });
        return best.stream().sorted(RAREST_FIRST.reversed()).toList();
    }
}
