package io.gearman.sample.wordcount;

import java.util.List;

/**
 * What {@code POST /wordcounts} answers.
 *
 * @param words how many words the text has
 * @param distinct how many different ones
 * @param chunks into how many jobs the text was cut
 * @param top the most frequent words, the most frequent first, equally frequent ones in alphabetical order
 */
public record WordReport(long words, int distinct, int chunks, List<Entry> top) {

    /**
     * A word of the text.
     *
     * @param word the word in lower case
     * @param count how often it occurs
     */
    public record Entry(String word, long count) {}
}
