package io.gearman.sample.wordcount;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code app.wordcount.*}.
 *
 * @param chunkLength the longest piece of text that one job counts, in characters
 * @param jobsInFlight how many chunks of one request are counted, or wait to be, at once
 * @param jobTimeout how long one chunk may take, waiting included
 * @param maxDistinctWords how many different words a text may have; by default one for every 512 bytes of the largest heap
 */
@ConfigurationProperties("app.wordcount")
public record WordCountProperties(
        @DefaultValue("524288") int chunkLength,
        @DefaultValue("8") int jobsInFlight,
        @DefaultValue("60s") Duration jobTimeout,
        @Nullable Long maxDistinctWords) {

    private static final int BYTES_PER_WORD = 512;

    long distinctWordsLimit() {
        return this.maxDistinctWords != null
                ? this.maxDistinctWords
                : Runtime.getRuntime().maxMemory() / BYTES_PER_WORD;
    }
}
