package io.gearman.client;

import static io.gearman.client.ClientFixture.client;
import static io.gearman.client.ClientFixture.job;
import static io.gearman.client.ClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.protocol.PacketType;
import io.gearman.transport.FakeServer;
import io.gearman.transport.FakeServer.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TaskSetTests {

    @Test
    void waitsForAllTasksAlthoughSomeFail() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            TaskSet set = client.taskSet();
            Task good = set.add(job("good"));
            Task bad = set.add(job("bad"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
            connection.reply(PacketType.WORK_FAIL, "H:2");
            connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");

            List<Task> done = set.await(Duration.ofSeconds(10));

            assertThat(done).containsExactly(good, bad);
            assertThat(text(good.result())).isEqualTo("ok");
            assertThat(bad.result()).isCompletedExceptionally();
            assertThat(set.completion()).isCompletedWithValue(done);
        }
    }

    @Test
    void tellsHowManyTasksAreNotDoneInTime() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            Connection connection = server.acceptClient();
            TaskSet set = client.taskSet();
            Task done = set.add(job("done"));
            set.add(job("open"));
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:1");
            connection.acceptJob(PacketType.SUBMIT_JOB, "H:2");
            connection.replyWith(PacketType.WORK_COMPLETE, "ok", "H:1");
            text(done.result());

            assertThatThrownBy(() -> set.await(Duration.ofMillis(50)))
                    .isInstanceOf(GearmanTimeoutException.class)
                    .hasMessageContaining("1 of 2 tasks");
        }
    }

    @Test
    void emptySetIsDone() {
        try (FakeServer server = new FakeServer();
                GearmanClient client = client(server)) {
            assertThat(client.taskSet().await(Duration.ofSeconds(1))).isEmpty();
        }
    }
}
