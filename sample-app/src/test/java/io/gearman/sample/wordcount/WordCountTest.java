package io.gearman.sample.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import io.gearman.sample.SampleTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class WordCountTest {

    private static final int MEGABYTE = 1024 * 1024;

    @Autowired
    private SampleHttp http;

    @Test
    void countsAShortText() {
        Answer answer = this.http.post("/wordcounts?top=2", "text/plain", "To be, or not to be: that is the question.");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo("{\"words\":10,\"distinct\":8,\"chunks\":1,\"top\":["
                        + "{\"word\":\"be\",\"count\":2},{\"word\":\"to\",\"count\":2}]}");
    }

    @Test
    void countsNothingInAnEmptyBody() {
        Answer answer = this.http.post("/wordcounts", new byte[0]);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{\"words\":0,\"distinct\":0,\"chunks\":0,\"top\":[]}");
    }

    @Test
    void takesWhatCurlCallsAForm() {
        Answer answer = this.http.post("/wordcounts?top=1", "a=b&a=c".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.body().path("words").asInt()).isEqualTo(4);
    }

    @Test
    void honoursTheCharset() {
        byte[] latin = "été ETE Été".getBytes(StandardCharsets.ISO_8859_1);

        Answer answer = this.http.post("/wordcounts", "text/plain;charset=ISO-8859-1", latin);

        assertThat(answer.body().path("top").path(0).path("word").asString()).isEqualTo("été");
        assertThat(answer.body().path("distinct").asInt()).isEqualTo(2);
    }

    @Test
    void countsAHundredMegabytesInParallelJobs() {
        String block = "Alpha beta, alpha gamma.\n".repeat(MEGABYTE / 25);
        byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
        int blocks = 100 * MEGABYTE / bytes.length + 1;

        Answer answer = this.http.post("/wordcounts?top=1", () -> repeated(bytes, blocks));

        long lines = (long) blocks * (MEGABYTE / 25);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("words").asLong()).isEqualTo(4 * lines);
        assertThat(answer.body().path("distinct").asInt()).isEqualTo(3);
        assertThat(answer.body().path("chunks").asInt()).isGreaterThan(100);
        assertThat(answer.body().path("top").path(0).path("count").asLong()).isEqualTo(2 * lines);
    }

    @Test
    void countsAWordOfThirtyMegabytesOnce() {
        byte[] bytes = "x".repeat(MEGABYTE).getBytes(StandardCharsets.UTF_8);

        Answer answer = this.http.post("/wordcounts", () -> repeated(bytes, 30));

        assertThat(answer.body().path("words").asLong()).isEqualTo(1);
        assertThat(answer.body().path("top").path(0).path("word").asString()).hasSize(Words.MAX_LENGTH + 1);
    }

    @Test
    void countsBinaryGarbage() {
        byte[] garbage = new byte[4 * MEGABYTE];
        new Random(1).nextBytes(garbage);
        WordCounts expected = Words.count(new String(garbage, StandardCharsets.UTF_8));

        Answer answer = this.http.post("/wordcounts", garbage);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("words").asLong()).isEqualTo(expected.words());
        assertThat(answer.body().path("distinct").asInt())
                .isEqualTo(expected.counts().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1001", "many"})
    void refusesAnotherNumberOfWordsToShow(String top) {
        Answer answer = this.http.post("/wordcounts?top=" + top, "text/plain", "a");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains("top");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "text/plain;charset=klingon", "nonsense"})
    void refusesWhatIsNotTheTextItself(String contentType) {
        assertThat(this.http
                        .post("/wordcounts", contentType, "--x\r\n\r\na\r\n--x--")
                        .status())
                .isEqualTo(415);
    }

    private static InputStream repeated(byte[] bytes, int times) {
        List<InputStream> blocks = Stream.generate(() -> (InputStream) new ByteArrayInputStream(bytes))
                .limit(times)
                .toList();
        return new SequenceInputStream(Collections.enumeration(blocks));
    }
}
