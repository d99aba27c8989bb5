package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobChecksumTest {

    private static final RecoveredJob JOB = job(7, "resize", "cat.png", "512x512", "collect", Priority.LOW, 1_000, 2);

    @Test
    void everyValueButTheRetriesCounts() {
        List<RecoveredJob> jobs = List.of(
                JOB,
                job(8, "resize", "cat.png", "512x512", "collect", Priority.LOW, 1_000, 2),
                job(7, "Resize", "cat.png", "512x512", "collect", Priority.LOW, 1_000, 2),
                job(7, "resize", "Cat.png", "512x512", "collect", Priority.LOW, 1_000, 2),
                job(7, "resize", "cat.png", "512x513", "collect", Priority.LOW, 1_000, 2),
                job(7, "resize", "cat.png", "512x512", "Collect", Priority.LOW, 1_000, 2),
                job(7, "resize", "cat.png", "512x512", "collect", Priority.HIGH, 1_000, 2),
                job(7, "resize", "cat.png", "512x512", "collect", Priority.LOW, 1_001, 2));

        Set<Integer> checksums = new HashSet<>();
        jobs.forEach(job -> checksums.add(JobChecksum.of(job)));

        assertThat(checksums).hasSameSizeAs(jobs);
        assertThat(JobChecksum.of(job(7, "resize", "cat.png", "512x512", "collect", Priority.LOW, 1_000, 3)))
                .isEqualTo(JobChecksum.of(JOB));
    }

    @Test
    void aByteThatMovesToTheNextValueIsSeen() {
        assertThat(JobChecksum.of(job(7, "resize", "c", "at", "", Priority.LOW, 0, 0)))
                .isNotEqualTo(JobChecksum.of(job(7, "resize", "ca", "t", "", Priority.LOW, 0, 0)));
    }

    @Test
    void noReducerIsNotAnEmptyReducer() {
        RecoveredJob empty = job(7, "resize", "c", "at", "", Priority.LOW, 0, 0);
        RecoveredJob none =
                new RecoveredJob(7, empty.functionName(), empty.unique(), empty.payload(), null, Priority.LOW, 0, 0);

        assertThat(JobChecksum.of(none)).isNotEqualTo(JobChecksum.of(empty));
    }

    @Test
    void theValueIsPartOfTheFormat() {
        assertThat(JobChecksum.of(JOB)).isEqualTo(0x6ac1112d);
    }

    private static RecoveredJob job(
            long number,
            String function,
            String unique,
            String payload,
            String reducer,
            Priority priority,
            long runAtMillis,
            int retries) {
        return new RecoveredJob(
                number,
                function.getBytes(UTF_8),
                unique.getBytes(UTF_8),
                payload.getBytes(UTF_8),
                reducer.getBytes(UTF_8),
                priority,
                runAtMillis,
                retries);
    }
}
