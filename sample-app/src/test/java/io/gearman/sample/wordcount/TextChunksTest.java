package io.gearman.sample.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextChunksTest {

    @Test
    void givesNoChunkForAnEmptyText() throws IOException {
        assertThat(chunks("", 10)).isEmpty();
    }

    @Test
    void cutsBehindTheLastBreakThatFits() throws IOException {
        assertThat(chunks("one two three four", 10)).containsExactly("one two ", "three ", "four");
    }

    @Test
    void doesNotCutAtAnApostrophe() throws IOException {
        assertThat(chunks("say don't", 8)).containsExactly("say ", "don't");
    }

    @Test
    void passesTheRestOfAWordLongerThanAChunk() throws IOException {
        assertThat(chunks("xxxxxxxxxxxxxxxxxxxxx one yyyyyyyyyyyyyyyyyyyyyyyyyyyy", 10))
                .containsExactly("xxxxxxxxxx", " one ", "yyyyyyyyyy");
        assertThat(chunks("xxxxxxxxxx\n", 10)).containsExactly("xxxxxxxxxx", "\n");
    }

    @Test
    void readsSourcesThatGiveOneCharacterAtATime() throws IOException {
        Reader dripping = new StringReader("one two three") {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }
        };

        assertThat(chunks(dripping, 8)).containsExactly("one two ", "three");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheCountsOfTheWholeTextWhereverItIsCut(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        String[] pieces = {"a", "é", "東", "𐐀", "'", "’", " ", "\n", ", ", "\0", "\uFFFD", "z9", "ि"};
        for (int i = 0; i < 5000; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        WordCounts whole = Words.count(text.toString());

        for (int length : new int[] {150, 151, 157, 500, 4999}) {
            WordTotals totals = new WordTotals(Long.MAX_VALUE);
            for (String chunk : chunks(text.toString(), length)) {
                totals.add(Words.count(chunk));
            }
            WordReport report = totals.report(1000);
            assertThat(report.words()).as("chunk length %d", length).isEqualTo(whole.words());
            assertThat(report.distinct()).isEqualTo(whole.counts().size());
        }
    }

    @Test
    void losesNoCharacterOfAnyBytes() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(7).nextBytes(garbage);
        Reader text = new InputStreamReader(new ByteArrayInputStream(garbage), StandardCharsets.UTF_8);

        assertThat(String.join("", chunks(text, 1000))).isEqualTo(new String(garbage, StandardCharsets.UTF_8));
    }

    private static List<String> chunks(String text, int length) throws IOException {
        return chunks(new StringReader(text), length);
    }

    private static List<String> chunks(Reader text, int length) throws IOException {
        TextChunks chunks = new TextChunks(text, length);
        List<String> all = new ArrayList<>();
        for (String chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            assertThat(chunk).isNotEmpty().hasSizeLessThanOrEqualTo(length);
            all.add(chunk);
        }
        return all;
    }
}
