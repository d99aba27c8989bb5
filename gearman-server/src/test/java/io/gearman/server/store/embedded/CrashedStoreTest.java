package io.gearman.server.store.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.NumberRange;
import io.gearman.server.store.RecoveredJob;
import io.gearman.server.store.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after a crash: the files are copied while the store has them open, damaged, and opened elsewhere. */
class CrashedStoreTest {

    private static final int BATCH = 20;

    private static final int PAGE = 4096;

    @TempDir
    private Path directory;

    private EmbeddedJobDatabase database;

    @BeforeEach
    void open() {
        this.database = new EmbeddedJobDatabase(this.directory.resolve("jobs"));
        this.database.connect();
    }

    @AfterEach
    void close() {
        this.database.close();
    }

    @Test
    void everythingThatWasWrittenIsThere() throws IOException {
        writeBatch(1);
        this.database.write(List.of(new JobWrite.Delete(3), new JobWrite.Retried(4, 2)));
        writeBatch(2);

        Map<Long, RecoveredJob> jobs = afterCrash(crash("crashed"));

        assertThat(jobs).hasSize(2 * BATCH - 1).doesNotContainKey(3L);
        assertThat(jobs.get(4L).retries()).isEqualTo(2);
        TestJobs.assertSame(jobs.get(40L), TestJobs.job(40));
    }

    @Test
    void numbersThatWereGivenAreNotGivenAgain() throws IOException {
        NumberRange range = this.database.reserveNumbers();

        EmbeddedJobDatabase crashed = new EmbeddedJobDatabase(crash("crashed"));
        crashed.connect();

        assertThat(crashed.reserveNumbers().first()).isGreaterThan(range.last());
        crashed.close();
    }

    @Test
    void aTornLastBatchIsGoneAsAWholeAndNothingElse() throws IOException {
        writeBatch(1);
        writeBatch(2);
        long before = Files.size(log(this.directory.resolve("jobs")));
        writeBatch(3);
        long after = Files.size(log(this.directory.resolve("jobs")));
        assertThat(after).isGreaterThan(before);

        for (long length : new long[] {before, before + 1, (before + after) / 2, after - 4096, after - 1}) {
            Path crashed = crash("torn at " + length);
            byte[] bytes = Files.readAllBytes(log(crashed));
            Files.write(log(crashed), Arrays.copyOf(bytes, (int) length));

            assertThat(afterCrash(crashed)).as("log of %d bytes", length).hasSize(2 * BATCH);
        }
        assertThat(afterCrash(crash("whole"))).hasSize(3 * BATCH);
    }

    @Test
    void aGarbledLastBatchIsGoneAsAWholeAndNothingElse() throws IOException {
        writeBatch(1);
        int before = (int) Files.size(log(this.directory.resolve("jobs")));
        writeBatch(2);
        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            Path crashed = crash("garbled " + i);
            byte[] bytes = Files.readAllBytes(log(crashed));
            byte[] garbage = new byte[512];
            random.nextBytes(garbage);
            int at = before + random.nextInt(bytes.length - before - garbage.length);
            System.arraycopy(garbage, 0, bytes, at, garbage.length);
            Files.write(log(crashed), bytes);

            assertThat(afterCrash(crashed)).as("garbage at %d", at).hasSize(BATCH);
        }
    }

    @Test
    void aStoreGoesOnAfterATornBatch() throws IOException {
        writeBatch(1);
        Path crashed = crash("torn");
        byte[] bytes = Files.readAllBytes(log(crashed));
        Files.write(log(crashed), Arrays.copyOf(bytes, bytes.length - 1));

        EmbeddedJobDatabase reopened = new EmbeddedJobDatabase(crashed);
        reopened.connect();
        assertThat(TestJobs.load(reopened)).isEmpty();
        reopened.write(List.of(new JobWrite.Save(TestJobs.job(7), 0)));
        reopened.close();

        assertThat(afterCrash(crashed)).containsOnlyKeys(7L);
    }

    @Test
    void aFlippedBitDeepInALargePayloadCostsThatJobOnly() throws IOException {
        byte[] payload = new byte[300_000];
        Arrays.fill(payload, (byte) 'x');
        byte[] mark = "payload of 2".getBytes(US_ASCII);
        System.arraycopy(mark, 0, payload, 200_000, mark.length);
        this.database.write(List.of(
                new JobWrite.Save(TestJobs.job(1), 0),
                new JobWrite.Save(TestJobs.job(2, payload), 0),
                new JobWrite.Save(TestJobs.job(3), 0)));
        this.database.close();
        StoreFiles.damagePayload(this.directory.resolve("jobs/jobs.db"), 2);

        this.database.connect();

        assertThat(TestJobs.load(this.database)).containsOnlyKeys(1L, 3L);
    }

    @Test
    void aDestroyedPageEndsTheStartWithWhatToDo() throws IOException {
        for (int batch = 1; batch <= 50; batch++) {
            writeBatch(batch);
        }
        this.database.close();
        Path file = this.directory.resolve("jobs/jobs.db");
        byte[] bytes = Files.readAllBytes(file);
        int page = StoreFiles.indexOf(bytes, "payload of 500".getBytes(US_ASCII)) / PAGE;
        Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0x55);
        Files.write(file, bytes);

        this.database.connect();
        assertThatThrownBy(() -> TestJobs.load(this.database))
                .isInstanceOf(JobStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(".recover");
    }

    private void writeBatch(int batch) {
        List<JobWrite> writes = new ArrayList<>();
        LongStream.rangeClosed((batch - 1) * BATCH + 1, batch * BATCH)
                .forEach(number -> writes.add(new JobWrite.Save(TestJobs.job(number), 0)));
        this.database.write(writes);
    }

    private Path crash(String name) throws IOException {
        return StoreFiles.copy(this.directory.resolve("jobs"), this.directory.resolve(name));
    }

    private static Path log(Path directory) {
        return directory.resolve("jobs.db-wal");
    }

    private static Map<Long, RecoveredJob> afterCrash(Path directory) {
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(directory);
        try {
            database.connect();
            return TestJobs.load(database);
        } finally {
            database.close();
        }
    }
}
