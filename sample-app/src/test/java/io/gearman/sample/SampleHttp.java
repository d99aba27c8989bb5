package io.gearman.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the application under test as curl would. */
public class SampleHttp {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private final Environment environment;

    SampleHttp(Environment environment) {
        this.environment = environment;
    }

    /** An answer that is JSON, as every answer but a picture is. */
    public record Answer(int status, String contentType, JsonNode body) {}

    public Answer get(String path) {
        return answer(send(request(path).GET(), BodyHandlers.ofString()));
    }

    public Answer post(String path, String contentType, String body) {
        return post(path, contentType, BodyPublishers.ofString(body));
    }

    public Answer post(String path, String contentType, byte[] body) {
        return post(path, contentType, BodyPublishers.ofByteArray(body));
    }

    /** Sends a body under the name that {@code curl --data-binary} gives it. */
    public Answer post(String path, byte[] body) {
        return post(path, "application/x-www-form-urlencoded", body);
    }

    /** Sends a body whose length is not told beforehand. */
    public Answer post(String path, Supplier<InputStream> body) {
        return post(path, "text/plain", BodyPublishers.ofInputStream(body));
    }

    public <T> HttpResponse<T> post(String path, String accept, byte[] body, BodyHandler<T> handler) {
        return send(request(path).header("Accept", accept).POST(BodyPublishers.ofByteArray(body)), handler);
    }

    private Answer post(String path, String contentType, BodyPublisher body) {
        return answer(send(request(path).header("Content-Type", contentType).POST(body), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        String port = this.environment.getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return this.client.send(request.build(), handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Answer answer(HttpResponse<String> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(response.statusCode(), contentType, this.json.readTree(response.body()));
    }
}
