package io.gearman.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gearman.server.store.BatchingJobStore;
import io.gearman.server.store.RecordingListener;
import io.gearman.server.store.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever fills the disk: saves are refused, nothing that was acknowledged is lost, and the store goes on by itself. */
@Timeout(180)
class FullDiskTest {

    private static final byte[] LARGE = new byte[200_000];

    private static final byte[] SMALL = new byte[3000];

    private final ExecutorService engineThread = Executors.newSingleThreadExecutor();

    private final AtomicLong usableBytes = new AtomicLong(Long.MAX_VALUE);

    private final RecordingListener listener = new RecordingListener();

    @TempDir
    private Path directory;

    private Path opened;

    private long number;

    @AfterEach
    void endEngineThread() {
        this.engineThread.shutdownNow();
    }

    @Test
    void jobsAreRefusedWhileTooLittleIsFreeAndDoneJobsGo() throws IOException {
        BatchingJobStore store = open(this.directory);
        assertThat(save(store, LARGE)).isTrue();
        assertThat(save(store, LARGE)).isTrue();

        this.usableBytes.set(EmbeddedJobDatabase.HEADROOM_BYTES - 1);
        ListAppender<ILoggingEvent> messages = new ListAppender<>();
        messages.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.gearman.server.store");
        logger.addAppender(messages);
        assertThat(save(store, LARGE)).isFalse();
        logger.detachAppender(messages);
        assertThat(messages.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(message ->
                        assertThat(message).contains("Only 63 MiB are free on the disk of " + this.directory));
        assertThat(this.listener.refused)
                .containsEntry(
                        3L, "Only 63 MiB are free on the disk of the job server; jobs are taken again from 64 MiB on");
        assertThat(store.isAvailable()).isFalse();
        store.delete(TestJobs.job(1));
        await().until(() -> store.statistics().pending() == 0);

        this.usableBytes.set(EmbeddedJobDatabase.HEADROOM_BYTES);
        await().until(store::isAvailable);
        assertThat(save(store, LARGE)).isTrue();
        store.close();
        assertKept(this.directory, List.of(2L, 4L));
    }

    @Test
    void aLimitOnTheSizeOfFilesIsSurvived() throws Exception {
        BatchingJobStore store = open(this.directory);
        assertThat(save(store, LARGE)).isTrue();
        assumeTrue(limitFiles("2000000"), "prlimit of util-linux is needed to limit the size of files");
        try {
            fillUpAndGoOn(store, () -> limitFiles("unlimited"));
        } finally {
            limitFiles("unlimited");
        }
    }

    private static boolean limitFiles(String bytes) throws Exception {
        return run("prlimit", "--pid", "" + ProcessHandle.current().pid(), "--fsize=" + bytes + ":unlimited");
    }

    @Test
    void aFileSystemWithoutRoomIsSurvived() throws Exception {
        Path mount = Files.createDirectory(this.directory.resolve("mount"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", mount.toString()),
                "only root can mount a small file system");
        try {
            Path ballast = Files.write(mount.resolve("ballast"), new byte[16 << 20]);
            BatchingJobStore store = open(mount.resolve("jobs"));
            assertThat(save(store, LARGE)).isTrue();
            fillUpAndGoOn(store, () -> Files.delete(ballast));
        } finally {
            run("umount", "--lazy", mount.toString());
        }
    }

    private void fillUpAndGoOn(BatchingJobStore store, Relief relief) throws Exception {
        while (save(store, LARGE)) {
            assertThat(this.number).as("the limit is reached").isLessThan(1000);
        }
        assertThat(this.listener.refused.get(this.number))
                .contains("log of the job server")
                .doesNotContain(this.directory.toString());
        // A small job may still find room.
        while (save(store, SMALL)) {
            assertThat(this.number).as("the limit is reached").isLessThan(1000);
        }
        assertThat(store.isAvailable()).isFalse();

        relief.bring();
        await().until(store::isAvailable);
        assertThat(save(store, LARGE)).isTrue();
        store.delete(TestJobs.job(1));
        store.close();
        List<Long> expected = new ArrayList<>(this.listener.saved);
        expected.remove(1L);
        assertKept(this.opened, expected);
    }

    private BatchingJobStore open(Path directory) {
        this.opened = directory;
        BatchingJobStore store = new BatchingJobStore(new EmbeddedJobDatabase(directory, this.usableBytes::get));
        store.open(this.listener, this.engineThread::execute);
        return store;
    }

    /** Saves one more job and tells whether it was saved. */
    private boolean save(BatchingJobStore store, byte[] payload) {
        long number = ++this.number;
        store.save(TestJobs.job(number, payload));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> this.listener.saved.contains(number) || this.listener.refused.containsKey(number));
        return this.listener.saved.contains(number);
    }

    private static void assertKept(Path directory, List<Long> numbers) {
        EmbeddedJobDatabase database = new EmbeddedJobDatabase(directory, () -> Long.MAX_VALUE);
        database.connect();
        assertThat(TestJobs.load(database).keySet()).containsExactlyElementsOf(numbers);
        database.close();
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException ex) {
            return false;
        }
    }

    /** Makes room. */
    @FunctionalInterface
    private interface Relief {
        void bring() throws Exception;
    }
}
