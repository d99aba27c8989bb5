package io.gearman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Ten million wrong frames: the decoder finds in them what the model finds, raises nothing but {@link ProtocolException},
 * frees every buffer and does not hang.
 *
 * <p>{@code -Dgearman.fuzz.frames=N} feeds more or fewer frames, {@code -Dgearman.fuzz.seed=S} other ones.
 */
class MutatedFramesTests {

    private static final int ROUND = 100_000;

    private static final long FRAMES = Long.getLong("gearman.fuzz.frames", 10_000_000);

    private static final long SEED = Long.getLong("gearman.fuzz.seed", 20_260_101);

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    @AfterEach
    void restoreLevel() {
        ResourceLeakDetector.setLevel(this.level);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void mutatedFramesRaiseNothingButProtocolExceptionsAndLeaveNothingBehind() {
        // The arenas' own counters are exact here; the detector would only slow each access to a buffer down.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        LongStream.range(0, Math.max(1, FRAMES / ROUND)).parallel().forEach(round -> run(SEED + round, ROUND));
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void theLeakDetectorAtItsMostParanoidFindsNothing() {
        Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        ListAppender<ILoggingEvent> reports = new ListAppender<>();
        reports.start();
        logger.addAppender(reports);
        logger.setAdditive(false);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            run(SEED, 20_000);
            leakOnPurpose();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                System.gc();
                PooledByteBufAllocator.DEFAULT.heapBuffer(16).release();
                return !reports.list.isEmpty();
            });
            assertThat(List.copyOf(reports.list))
                    .as("the leak made on purpose, to show that leaks are found, and no other")
                    .allSatisfy(
                            report -> assertThat(report.getFormattedMessage()).contains("leakOnPurpose"));
        } finally {
            logger.detachAppender(reports);
            logger.setAdditive(true);
        }
    }

    private static void leakOnPurpose() {
        PooledByteBufAllocator.DEFAULT.heapBuffer(16).writeByte(1);
    }

    private static void run(long seed, int frames) {
        try {
            new MutatedStreams(seed).run(frames);
        } catch (AssertionError failure) {
            throw new AssertionError(
                    "Seed " + seed + " fails. To replay it: mvn -pl gearman-protocol test -Dtest=MutatedFramesTests"
                            + " -Dgearman.fuzz.seed=" + seed + " -Dgearman.fuzz.frames=" + frames + "\n"
                            + failure.getMessage(),
                    failure);
        }
    }
}
