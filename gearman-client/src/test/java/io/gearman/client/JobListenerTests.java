package io.gearman.client;

import static io.gearman.client.ClientFixture.bytes;
import static io.gearman.client.ClientFixture.failure;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class JobListenerTests extends OneServerFixture {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void eventsComeInOrderAndBeforeTheResult() {
        CompletableFuture<byte[]> result = this.client.submit(
                JobRequest.builder("f").listener(new Recorder()).build());
        CompletableFuture<List<String>> seenAtTheEnd = result.thenApply(done -> List.copyOf(this.seen));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_DATA, "a", "H:1");
        this.connection.reply(PacketType.WORK_STATUS, "H:1", "1", "2");
        this.connection.replyWith(PacketType.WORK_WARNING, "b", "H:1");
        this.connection.replyWith(PacketType.WORK_DATA, "c", "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");

        assertThat(ClientFixture.value(seenAtTheEnd))
                .containsExactly("created H:1", "data a", "status 1/2", "warning b", "data c");
    }

    @Test
    void exceptionIsToldBeforeTheFailure() {
        CompletableFuture<byte[]> result = this.client.submit(
                JobRequest.builder("f").listener(new Recorder()).build());
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_EXCEPTION, "boom", "H:1");

        failure(result, GearmanJobFailedException.class);
        assertThat(this.seen).containsExactly("created H:1", "exception boom");
    }

    @Test
    void listenerAndContinuationsDoNotRunInTheEventLoop() {
        List<String> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<?> result = this.client
                .submit(JobRequest.builder("f")
                        .listener(new JobListener() {
                            @Override
                            public void created(JobHandle handle) {
                                threads.add(Thread.currentThread().getName());
                            }
                        })
                        .build())
                .thenRun(() -> threads.add(Thread.currentThread().getName()));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "", "H:1");
        ClientFixture.value(result);

        assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("gearman-callback"));
    }

    @Test
    void listenerThatThrowsDoesNotBreakTheJob() {
        CompletableFuture<byte[]> result = this.client.submit(JobRequest.builder("f")
                .listener(new Recorder() {
                    @Override
                    public void created(JobHandle handle) {
                        throw new IllegalStateException("on purpose");
                    }
                })
                .build());
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_DATA, "a", "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "done", "H:1");

        assertThat(text(result)).isEqualTo("done");
        assertThat(this.seen).containsExactly("data a");
    }

    @Test
    void listenerThatIsStuckDoesNotHoldUpOtherJobs() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<byte[]> stuck = this.client.submit(JobRequest.builder("stuck")
                .listener(new JobListener() {
                    @Override
                    public void created(JobHandle handle) {
                        try {
                            release.await();
                        } catch (InterruptedException ex) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .build());
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "1", "H:1");
        CompletableFuture<byte[]> other = this.client.submit(job("f"));
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
        this.connection.replyWith(PacketType.WORK_COMPLETE, "2", "H:2");

        assertThat(text(other)).isEqualTo("2");
        assertThat(stuck).isNotDone();
        release.countDown();
        assertThat(text(stuck)).isEqualTo("1");
    }

    /** 64 MB of data go to a listener that is slower than the server; all arrive, in order. */
    @Test
    void serverIsNotReadFasterThanListenersTake() {
        AtomicLong next = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        byte[] chunk = new byte[256 << 10];
        ThreadLocalRandom.current().nextBytes(chunk);
        CompletableFuture<byte[]> result = this.client.submit(JobRequest.builder("f")
                .listener(new JobListener() {
                    @Override
                    public void data(byte[] data) {
                        LockSupport.parkNanos(1_000_000);
                        if (data[0] != (byte) next.getAndIncrement()) {
                            wrong.incrementAndGet();
                        }
                    }
                })
                .build());
        this.connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
        for (int i = 0; i < 256; i++) {
            chunk[0] = (byte) i;
            this.connection.write(FakeServer.bytes(PacketType.WORK_DATA, chunk, "H:1"));
        }
        this.connection.write(FakeServer.bytes(PacketType.WORK_COMPLETE, bytes("done"), "H:1"));

        assertThat(text(result)).isEqualTo("done");
        assertThat(next).hasValue(256);
        assertThat(wrong).hasValue(0);
    }

    private class Recorder implements JobListener {

        @Override
        public void created(JobHandle handle) {
            add("created " + handle.value());
        }

        @Override
        public void data(byte[] data) {
            add("data " + new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public void warning(byte[] warning) {
            add("warning " + new String(warning, StandardCharsets.UTF_8));
        }

        @Override
        public void status(long numerator, long denominator) {
            add("status " + numerator + "/" + denominator);
        }

        @Override
        public void exception(byte[] exception) {
            add("exception " + new String(exception, StandardCharsets.UTF_8));
        }

        private void add(String event) {
            JobListenerTests.this.seen.add(event);
        }
    }
}
