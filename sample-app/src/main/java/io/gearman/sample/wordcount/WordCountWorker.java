package io.gearman.sample.wordcount;

import io.gearman.spring.annotation.GearmanFunction;
import org.springframework.stereotype.Component;

/** Counts the words of one chunk; the "map" of the map/reduce. Thread-safe: has no state. */
@Component
class WordCountWorker {

    @GearmanFunction(name = "wordcount", concurrency = "#{T(java.lang.Runtime).getRuntime().availableProcessors()}")
    WordCounts count(String text) {
        return Words.count(text);
    }
}
