package io.gearman.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class JobLoaderTest {

    private final List<Long> numbers = new ArrayList<>();

    private int read;

    @Test
    void givesAllJobsInTheirOrder() {
        load(20_500, job -> this.numbers.add(job.number()));

        assertThat(this.numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 20_500).boxed().toList());
    }

    @Test
    void emptyDatabaseHasNone() {
        load(0, job -> this.numbers.add(job.number()));

        assertThat(this.numbers).isEmpty();
    }

    @Test
    void failureOfTheDatabaseIsThrownAfterTheJobsBeforeIt() {
        JobLoader loader = new JobLoader(new Loaded(jobs -> {
            LongStream.rangeClosed(1, 3000).forEach(number -> jobs.accept(TestJobs.job(number)));
            throw new JobStoreException("gone");
        }));

        assertThatThrownBy(() -> loader.load(job -> this.numbers.add(job.number())))
                .isInstanceOf(JobStoreException.class)
                .hasMessage("gone");
        assertThat(this.numbers).hasSizeBetween(2048, 3000);
    }

    @Test
    void failureOfTheTakerIsThrownWhenNobodyUsesTheDatabaseAnyMore() {
        assertThatThrownBy(() -> load(20_500, job -> {
                    if (job.number() == 100) {
                        throw new IllegalStateException("no room");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");
        assertThat(this.read).isEqualTo(20_500);
    }

    @Test
    void threadThatIsInterruptedGetsAllAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        load(20_500, job -> this.numbers.add(job.number()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(this.numbers).hasSize(20_500);
    }

    private void load(int count, Consumer<StoredJob> taker) {
        new JobLoader(new Loaded(jobs -> LongStream.rangeClosed(1, count).forEach(number -> {
                    this.read++;
                    jobs.accept(TestJobs.job(number));
                })))
                .load(taker);
    }

    /** A database of which only {@link #load} is asked for. */
    private record Loaded(Consumer<Consumer<StoredJob>> jobs) implements JobDatabase {

        @Override
        public void connect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public NumberRange reserveNumbers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void releaseNumbers(long firstUnused) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void load(Consumer<StoredJob> taker) {
            this.jobs.accept(taker);
        }

        @Override
        public void write(List<JobWrite> writes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
