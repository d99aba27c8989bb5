package io.gearman.sample.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void countsWordsInLowerCase() {
        WordCounts counts = Words.count("To be, or not to be: that is the question.");

        assertThat(counts.words()).isEqualTo(10);
        assertThat(counts.counts())
                .containsEntry("to", 2L)
                .containsEntry("be", 2L)
                .containsEntry("question", 1L);
    }

    @Test
    void keepsApostrophesInsideWordsOnly() {
        assertThat(Words.count("'Don't' rock 'n' roll, l’été''").counts())
                .isEqualTo(Map.of("don't", 1L, "rock", 1L, "n", 1L, "roll", 1L, "l’été", 1L));
    }

    @Test
    void knowsLettersOfEveryScript() {
        assertThat(Words.count("Straße ΑΘΗΝΑ हिन्दी 東京、大阪。𐐀𐐁 42").counts())
                .containsOnlyKeys("straße", "αθηνα", "हिन्दी", "東京", "大阪", "𐐨𐐩", "42");
    }

    @Test
    void findsNoWordsInNothing() {
        assertThat(Words.count("").words()).isZero();
        assertThat(Words.count(" \0\uFFFD\uFEFF\r\n--").words()).isZero();
    }

    @Test
    void shortensLongWordsWithoutSplittingACharacter() {
        String longWord = "x".repeat(Words.MAX_LENGTH - 1) + "𐐀".repeat(5);

        assertThat(Words.count(longWord + " " + longWord + "y").counts())
                .isEqualTo(Map.of("x".repeat(Words.MAX_LENGTH - 1) + "…", 2L));
    }

    @Test
    void takesAllByteValues() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(Words.count(new String(bytes, StandardCharsets.UTF_8)).counts())
                .isEqualTo(Map.of("0123456789", 1L, "abcdefghijklmnopqrstuvwxyz", 2L));
    }
}
