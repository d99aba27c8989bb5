package io.gearman.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.sample.SampleHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

class StopTest {

    private static final byte[] TEXT = "one two three ".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch stopping = new CountDownLatch(1);

    @Test
    @Timeout(180)
    void aRequestThatNeedsJobsGetsItsAnswerThoughTheApplicationStops() throws Exception {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(StopsBeforeTheWebServerDrains.class, this.stopping))
                .run("--server.port=0", "--gearman.server.port=0");
        SampleHttp http = new SampleHttp(application.getEnvironment());

        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> http.post("/wordcounts", this::textThatPausesUntilTheStop));
        MeterRegistry metrics = application.getBean(MeterRegistry.class);
        await().until(() -> metrics.find("gearman.worker.jobs")
                        .tag("function", "wordcount")
                        .timers()
                        .size()
                > 0);
        application.close();

        assertThat(answer.get(60, TimeUnit.SECONDS).body().path("words").asLong())
                .isEqualTo(600_000);
    }

    private InputStream textThatPausesUntilTheStop() {
        InputStream pause = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    StopTest.this.stopping.await();
                } catch (InterruptedException interrupted) {
                    throw new UncheckedIOException(new IOException(interrupted));
                }
                return -1;
            }
        };
        InputStream firstHalf = new SequenceInputStream(new ByteArrayInputStream(TEXT), pause);
        return new SequenceInputStream(firstHalf, new ByteArrayInputStream(TEXT));
    }

    /** Lets the second half go once everything that stops before the web server has stopped. */
    static final class StopsBeforeTheWebServerDrains implements SmartLifecycle {

        private final CountDownLatch stopping;
        private volatile boolean running;

        StopsBeforeTheWebServerDrains(CountDownLatch stopping) {
            this.stopping = stopping;
        }

        @Override
        public void start() {
            this.running = true;
        }

        @Override
        public void stop() {
            this.running = false;
            this.stopping.countDown();
        }

        @Override
        public boolean isRunning() {
            return this.running;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1000;
        }
    }
}
