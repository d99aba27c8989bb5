package io.gearman.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM of the whole application under load, with a durable job server in it: it ends in time and says nothing that a person
 * would have to look into, requests that it has taken are answered, and every text message that was promised is sent, by this
 * run or a later one. {@code -Dgearman.termination.rounds=50} makes it long.
 */
class TerminationRoundsTest {

    private static final int ROUNDS = Integer.getInteger("gearman.termination.rounds", 2);

    /** {@code spring.lifecycle.timeout-per-shutdown-phase}. */
    private static final Duration CONFIGURED = Duration.ofSeconds(30);

    private static final int CALLERS = 8;

    private static final int SIGTERM_EXIT = 128 + 15;

    private static final Pattern PHONE = Pattern.compile("\"phone\":\"\\+(\\d+)\"");

    private final Set<Integer> promised = ConcurrentHashMap.newKeySet();

    private final Set<Integer> sent = ConcurrentHashMap.newKeySet();

    private final AtomicInteger sentAgain = new AtomicInteger();

    private final AtomicInteger counted = new AtomicInteger();

    private final AtomicInteger phones = new AtomicInteger();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private HttpServer gateway;

    @BeforeEach
    void startGateway() throws IOException {
        this.gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.gateway.createContext("/messages", this::take);
        this.gateway.setExecutor(Executors.newFixedThreadPool(4));
        this.gateway.start();
    }

    @AfterEach
    void stopGateway() {
        this.gateway.stop(0);
    }

    @Test
    void whenTheApplicationIsTerminatedUnderLoadThenNothingThatItPromisedIsLost() throws Exception {
        Duration longest = Duration.ZERO;
        for (int round = 1; round <= ROUNDS; round++) {
            try (SampleProcess sample = start(round)) {
                List<Thread> callers = callers(sample);
                int goal = this.promised.size() + 100;
                await().atMost(Duration.ofSeconds(60)).until(() -> this.promised.size() >= goal);
                long began = System.nanoTime();
                assertThat(sample.terminate(CONFIGURED)).isEqualTo(SIGTERM_EXIT);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                longest = took.compareTo(longest) > 0 ? took : longest;
                for (Thread caller : callers) {
                    caller.join();
                }
                assertNothingToLookInto(sample);
            }
        }
        try (SampleProcess last = start(ROUNDS + 1)) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(unsent()).isEmpty());
            last.terminate(CONFIGURED);
        }
        System.out.println(
                "Terminations: " + ROUNDS + ", the longest " + longest.toMillis() + " ms; text messages promised "
                        + this.promised.size() + ", lost " + unsent().size() + ", sent twice " + this.sentAgain
                        + "; word counts answered " + this.counted);
        assertThat(this.wrong).isEmpty();
    }

    private SampleProcess start(int round) throws IOException {
        return SampleProcess.start(
                this.directory.resolve("log" + round),
                List.of(
                        "--gearman.server.store.type=embedded",
                        "--gearman.server.store.directory=" + this.directory.resolve("jobs"),
                        "--app.sms.gateway-url=http://127.0.0.1:"
                                + this.gateway.getAddress().getPort()));
    }

    private List<Thread> callers(SampleProcess sample) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            boolean counts = i % 4 == 0;
            AtomicBoolean up = new AtomicBoolean(true);
            Thread caller = new Thread(() -> {
                while (up.get()) {
                    up.set(counts ? countWords(sample) : signUp(sample));
                }
            });
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    /** Returns whether the application took the request. */
    private boolean signUp(SampleProcess sample) {
        int phone = 100_000 + this.phones.incrementAndGet();
        HttpResponse<String> response = answer(
                sample,
                "/signups",
                "application/json",
                "{\"name\":\"Ada\",\"email\":\"ada%d@example.org\",\"phone\":\"+%d\"}".formatted(phone, phone));
        if (response == null) {
            return false;
        }
        if (response.statusCode() == 202) {
            this.promised.add(phone);
        } else {
            this.wrong.add("sign-up: " + response.statusCode() + " " + response.body());
        }
        return true;
    }

    private boolean countWords(SampleProcess sample) {
        HttpResponse<String> response = answer(sample, "/wordcounts", "text/plain", "one two three ".repeat(1000));
        if (response == null) {
            return false;
        }
        if (response.statusCode() == 200 && response.body().contains("\"words\":3000")) {
            this.counted.incrementAndGet();
        } else {
            this.wrong.add("word count: " + response.statusCode() + " " + response.body());
        }
        return true;
    }

    /** A request that the application does not take any more is refused or cut off, and promises nothing. */
    private static HttpResponse<String> answer(SampleProcess sample, String path, String type, String body) {
        try {
            return sample.post(path, type, body);
        } catch (IOException refused) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher phone = PHONE.matcher(body);
        if (phone.find() && !this.sent.add(Integer.valueOf(phone.group(1)))) {
            this.sentAgain.incrementAndGet();
        }
        byte[] receipt = "{\"id\":\"1\",\"phone\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, receipt.length);
        exchange.getResponseBody().write(receipt);
        exchange.close();
    }

    private List<Integer> unsent() {
        return this.promised.stream()
                .filter(phone -> !this.sent.contains(phone))
                .toList();
    }

    private static void assertNothingToLookInto(SampleProcess sample) throws IOException {
        assertThat(sample.log()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }
}
