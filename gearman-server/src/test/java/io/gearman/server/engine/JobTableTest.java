package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.store.Priority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobTableTest {

    private final JobTable table = new JobTable(SeededHash.of(1), new Memory(Long.MAX_VALUE));

    private final FunctionTable functions = new FunctionTable(EngineLimits.DEFAULT, SeededHash.of(1));

    @Test
    void findsWhatAMapFindsWhileItGrowsAndShrinks() {
        SplittableRandom random = new SplittableRandom(42);
        Map<Long, Job> byNumber = new HashMap<>();
        Map<String, Job> byKey = new HashMap<>();
        List<Job> jobs = new ArrayList<>();
        long number = 0;
        for (int i = 0; i < 80_000; i++) {
            boolean growing = i / 10_000 % 2 == 0;
            if (random.nextInt(10) < (growing ? 8 : 2) || jobs.isEmpty()) {
                String name = "f" + random.nextInt(3);
                String unique = Integer.toString(random.nextInt(40_000));
                Job job = job(++number, name, unique, "p");
                Job known = byKey.get(name + "/" + unique);
                assertThat(find(job, text(job.unique), text(job.payload()))).isSameAs(known);
                if (known == null) {
                    this.table.add(job);
                    byNumber.put(number, job);
                    byKey.put(name + "/" + unique, job);
                    jobs.add(job);
                }
            } else {
                Job job = jobs.remove(random.nextInt(jobs.size()));
                if (random.nextBoolean()) {
                    this.table.removeUnique(job);
                    assertThat(find(job, text(job.unique), text(job.payload()))).isNull();
                }
                this.table.remove(job);
                byNumber.remove(job.number);
                byKey.remove(job.function + "/" + text(job.unique));
            }
            long any = 1 + random.nextLong(number);
            assertThat(this.table.find(any)).isSameAs(byNumber.get(any));
            assertThat(this.table.size()).isEqualTo(byNumber.size());
        }
        Set<Job> all = new HashSet<>();
        this.table.forEach(all::add);
        assertThat(all).isEqualTo(new HashSet<>(jobs));
        jobs.forEach(this.table::remove);
        assertThat(this.table.size()).isZero();
        this.table.forEach(job -> assertThat(job).isNull());
    }

    @Test
    void newJobMayHaveTheUniqueThatAnotherGaveUp() {
        Job first = job(1, "f", "u", "p");
        this.table.add(first);
        this.table.removeUnique(first);
        Job second = job(2, "f", "u", "p");
        this.table.add(second);

        this.table.remove(first);

        assertThat(find(second, "u", "p")).isSameAs(second);
        assertThat(this.table.find(1)).isNull();
    }

    @Test
    void dashIsThePayload() {
        Job job = job(1, "f", "-", "p");
        this.table.add(job);

        assertThat(find(job, "-", "p")).isSameAs(job);
        assertThat(find(job, "-", "q")).isNull();
        assertThat(find(job, "p", "p")).isNull();
        assertThat(find(job, "-", "")).isNull();
    }

    @Test
    void scanFindsEachJobThatIsThereAllTheTimeWhileTheTableGrowsAndShrinks() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20; round++) {
            List<Job> staying = new ArrayList<>();
            List<Job> passing = new ArrayList<>();
            for (long number = 1; number <= 3000; number++) {
                Job job = job(number + round * 1_000_000L, "f", "", "p");
                this.table.add(job);
                (number % 7 == 0 ? staying : passing).add(job);
            }
            List<Job> found = new ArrayList<>();
            long added = 500_000;
            int cursor = 0;
            do {
                cursor = this.table.scan(cursor, found::add);
                for (int i = random.nextInt(12); i > 0 && round % 2 == 0 && added < 510_000; i--) {
                    Job job = job(++added + round * 1_000_000L, "f", "", "p");
                    this.table.add(job);
                    passing.add(job);
                }
                for (int i = random.nextInt(30); i > 0 && round % 2 == 1 && !passing.isEmpty(); i--) {
                    this.table.remove(passing.remove(random.nextInt(passing.size())));
                }
            } while (cursor != 0);
            assertThat(found).containsAll(staying);
            if (round % 2 == 0) {
                assertThat(found).doesNotHaveDuplicates();
            }
            staying.forEach(this.table::remove);
            passing.forEach(this.table::remove);
        }
    }

    private Job job(long number, String function, String unique, String payload) {
        Job job = new Job(
                number,
                this.functions.findOrCreate(bytes(function)),
                bytes(unique),
                bytes(payload),
                null,
                Priority.NORMAL,
                false,
                0);
        job.uniqueHash = this.table.hash(job.unique, job.payload());
        return job;
    }

    @Nullable
    private Job find(Job ofSameFunction, String unique, String payload) {
        int hash = this.table.hash(bytes(unique), bytes(payload));
        return this.table.find(ofSameFunction.function, bytes(unique), bytes(payload), hash);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
