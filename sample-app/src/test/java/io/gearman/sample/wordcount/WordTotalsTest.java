package io.gearman.sample.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordTotalsTest {

    @Test
    void listsTheMostFrequentWordsFirstAndEquallyFrequentOnesByName() {
        WordTotals totals = new WordTotals(10);
        totals.add(new WordCounts(6, Map.of("b", 1L, "a", 2L, "c", 3L)));
        totals.add(new WordCounts(3, Map.of("b", 1L, "d", 2L)));

        assertThat(totals.report(3))
                .isEqualTo(new WordReport(
                        9,
                        4,
                        2,
                        List.of(
                                new WordReport.Entry("c", 3),
                                new WordReport.Entry("a", 2),
                                new WordReport.Entry("b", 2))));
    }

    @Test
    void refusesMoreDifferentWordsThanAllowed() {
        WordTotals totals = new WordTotals(2);
        totals.add(new WordCounts(2, Map.of("a", 1L, "b", 1L)));

        assertThatExceptionOfType(TooManyWordsException.class)
                .isThrownBy(() -> totals.add(new WordCounts(1, Map.of("c", 1L))))
                .withMessageContaining("app.wordcount.max-distinct-words");
    }
}
