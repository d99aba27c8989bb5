package io.gearman.interop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.AdminConnection;
import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import io.gearman.interop.crash.Wire.Reply;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ours takes the place of gearmand, with the same options: the jobs in gearmand's store come once each, however often ours
 * is killed while it takes them over.
 */
class ImportKillTests {

    private static final long SEED = Long.getLong("gearman.crash.seed", System.nanoTime());

    private static final int JOBS = 2_000;

    private static final int WINDOW = 100;

    private static final int STARTS = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "MARIADB", "POSTGRESQL"})
    void whenTheServerIsKilledWhileItTakesOverTheJobsOfGearmandThenEachComesOnce(
            DurableStore store, @TempDir Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Place place = store.create(directory)) {
            List<Long> acknowledged = submitToGearmand(place);
            long nanos = startAndKill(place, PATIENCE.toNanos());
            for (int i = 1; i < STARTS; i++) {
                startAndKill(place, nanos / 2 + random.nextLong(nanos / 2));
            }
            try (JobServer ours = ServerKind.ours(ServerKind.freePort(), place.options())) {
                assertThat(drain(ours)).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(acknowledged);
            }
        }
    }

    private static List<Long> submitToGearmand(Place place) throws IOException {
        List<CrashJob> jobs = LongStream.iterate(0, key -> key + 1)
                .mapToObj(CrashJob::of)
                .filter(ImportKillTests::isKeptRightly)
                .limit(JOBS)
                .toList();
        List<Long> acknowledged = new ArrayList<>();
        JobServer gearmand = ServerKind.GEARMAND.start(place.options());
        try (Wire wire = new Wire(gearmand.port())) {
            for (int from = 0; from < jobs.size(); from += WINDOW) {
                List<CrashJob> some = jobs.subList(from, Math.min(jobs.size(), from + WINDOW));
                for (CrashJob job : some) {
                    job.submit(wire, 0);
                }
                wire.flush();
                for (CrashJob job : some) {
                    if (wire.read().type() == Wire.JOB_CREATED) {
                        acknowledged.add(job.key());
                    }
                }
            }
            gearmand.kill();
        } finally {
            gearmand.close();
        }
        assertThat(acknowledged).hasSizeGreaterThan(JOBS / 10);
        return acknowledged;
    }

    /** Tells whether gearmand itself would get the job back from its store. */
    private static boolean isKeptRightly(CrashJob job) {
        boolean plain = job.submission() == Wire.SUBMIT_JOB_BG
                || job.submission() == Wire.SUBMIT_JOB_HIGH_BG
                || job.submission() == Wire.SUBMIT_JOB_LOW_BG;
        boolean unique = job.unique().length > 1 && job.unique().length < 64;
        return plain && unique && job.payload().length > 0;
    }

    private static long startAndKill(Place place, long timeoutNanos) {
        long begin = System.nanoTime();
        try (JobServer started = ServerKind.launched(ServerKind.freePort(), place.options())) {
            started.isUpWithin(Duration.ofNanos(timeoutNanos));
            started.kill();
        }
        return System.nanoTime() - begin;
    }

    /** Takes all jobs, checks what is in them and gives their keys. */
    private static List<Long> drain(JobServer server) throws IOException {
        List<Long> keys = new ArrayList<>();
        try (AdminConnection admin = server.admin();
                Wire wire = new Wire(server.port())) {
            for (String function : CrashJob.FUNCTIONS) {
                wire.send(Wire.CAN_DO, function.getBytes(StandardCharsets.ISO_8859_1));
            }
            for (Reply job = grab(wire); job.type() == Wire.JOB_ASSIGN_UNIQ; job = grab(wire)) {
                byte[][] parts = job.parts(4);
                long key = ByteBuffer.wrap(parts[3]).getLong();
                assertThat(CrashJob.fingerprint(parts[1], parts[2], new byte[0], parts[3]))
                        .isEqualTo(CrashJob.of(key).fingerprint());
                keys.add(key);
                wire.send(Wire.WORK_COMPLETE, parts[0], new byte[0]);
            }
            assertThat(admin.list("status"))
                    .allSatisfy(line -> assertThat(line.split("\t")[1]).isEqualTo("0"));
        }
        return keys;
    }

    private static Reply grab(Wire wire) throws IOException {
        wire.send(Wire.GRAB_JOB_ALL);
        wire.flush();
        return wire.read();
    }
}
