package io.gearman.sample.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import io.gearman.sample.SampleTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SampleTest
class ThumbnailTest {

    private static final String EVENTS = "text/event-stream";

    @Autowired
    private SampleHttp http;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void answersASmallerPictureOfTheSameFormat(String format) throws IOException {
        byte[] picture = Pictures.redAndBlue(format, 1200, 800);

        HttpResponse<byte[]> response =
                this.http.post("/thumbnails?width=300", "*/*", picture, BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/" + format);
        BufferedImage thumbnail = Pictures.read(response.body());
        assertThat(thumbnail.getWidth()).isEqualTo(300);
        assertThat(thumbnail.getHeight()).isEqualTo(200);
    }

    @Test
    void streamsProgressAndThenThePicture() throws IOException {
        List<Event> events = events(Pictures.redAndBlue("jpeg", 2000, 1000));

        List<Integer> percents = events.stream()
                .filter(event -> event.name().equals("progress"))
                .map(event -> event.data().path("numerator").asInt())
                .toList();
        assertThat(percents).hasSizeGreaterThan(10).isSorted().endsWith(100);
        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("thumbnail");
        assertThat(last.data().path("contentType").asString()).isEqualTo("image/jpeg");
        String base64 = last.data().path("picture").asString().substring("data:image/jpeg;base64,".length());
        byte[] file = Base64.getDecoder().decode(base64);
        assertThat(file).hasSize(last.data().path("bytes").asInt());
        assertThat(Pictures.read(file).getWidth()).isEqualTo(320);
    }

    @Test
    void whenTheFileIsNoPictureThenTheAnswerSaysSo() {
        byte[] text = "I am no picture".getBytes(StandardCharsets.UTF_8);

        Answer answer = this.http.post("/thumbnails", text);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("detail").asString()).isEqualTo("This is neither a JPEG nor a PNG");
        assertThat(events(text)).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("problem");
            assertThat(event.data().path("status").asInt()).isEqualTo(422);
        });
    }

    @Test
    void whenAPictureDeclaresTooManyPixelsThenItIsRefused() throws IOException {
        Answer answer = this.http.post("/thumbnails", Pictures.pngThatDeclares(100_000, 100_000));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").asString()).contains("100000 x 100000 pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", EVENTS, "image/png"})
    void whenTheBodyIsEmptyThenTheAnswerIsAProblem(String accept) {
        HttpResponse<String> response = this.http.post("/thumbnails", accept, new byte[0], BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("Send a JPEG or PNG as the body");
    }

    @Test
    void whenTheFileIsTooLargeThenTheAnswerSaysSo() {
        byte[] large = new byte[21 * 1024 * 1024];

        Answer declared = this.http.post("/thumbnails", large);
        Answer undeclared = this.http.post("/thumbnails", () -> new ByteArrayInputStream(large));

        assertThat(declared.status()).isEqualTo(413);
        assertThat(undeclared.status()).isEqualTo(413);
        assertThat(undeclared.body().path("detail").asString()).contains("20 MB", "app.thumbnail.max-size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2001", "wide"})
    void refusesOtherWidths(String width) {
        Answer answer = this.http.post("/thumbnails?width=" + width, new byte[] {1});

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains("width");
    }

    private record Event(String name, JsonNode data) {

        static Event parse(String text) {
            String[] lines = text.split("\n");
            return new Event(
                    lines[0].substring("event:".length()),
                    JsonMapper.shared().readTree(lines[1].substring("data:".length())));
        }
    }

    private List<Event> events(byte[] picture) {
        HttpResponse<String> response = this.http.post("/thumbnails", EVENTS, picture, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(EVENTS);
        return Stream.of(response.body().split("\n\n")).map(Event::parse).toList();
    }
}
