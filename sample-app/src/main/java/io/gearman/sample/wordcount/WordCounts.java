package io.gearman.sample.wordcount;

import java.util.Map;

/**
 * Result of the function {@code wordcount} for one chunk of text.
 *
 * @param words how many words there are
 * @param counts how often each of them occurs
 */
public record WordCounts(long words, Map<String, Long> counts) {}
