package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.OPTION_REQ;
import static io.gearman.protocol.PacketType.WORK_COMPLETE;
import static io.gearman.protocol.PacketType.WORK_DATA;
import static io.gearman.protocol.PacketType.WORK_EXCEPTION;
import static io.gearman.protocol.PacketType.WORK_FAIL;
import static io.gearman.protocol.PacketType.WORK_STATUS;
import static io.gearman.protocol.PacketType.WORK_WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a worker says reaches the clients of the job, as it is. */
class WorkReportTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    private final TestPeer worker = this.server.worker("f");

    private final String job = this.client.submit("f");

    WorkReportTest() {
        this.worker.grab();
    }

    @Test
    void everythingIsForwardedInOrder() {
        this.worker.send(WORK_DATA, this.job, "part");
        this.worker.send(WORK_WARNING, this.job, "careful");
        this.worker.send(WORK_STATUS, this.job, "1", "2");
        this.worker.send(WORK_COMPLETE, this.job, "");

        assertThat(this.client.received())
                .containsExactly(
                        "WORK_DATA H:1 part",
                        "WORK_WARNING H:1 careful",
                        "WORK_STATUS H:1 1 2",
                        "WORK_COMPLETE H:1 ''");
    }

    @Test
    void clientWithoutTheExceptionsOptionIsToldWorkFailWithACleanHandle() {
        this.worker.send(WORK_EXCEPTION, this.job, "it broke");

        assertThat(this.client.received()).containsExactly("WORK_FAIL H:1");
    }

    @Test
    void clientWithTheExceptionsOptionIsToldTheExceptionAndNothingElse() {
        assertThat(this.client.ask(OPTION_REQ, "Exceptions")).isEqualTo("OPTION_RES Exceptions");

        this.worker.send(WORK_EXCEPTION, this.job, "it broke");

        assertThat(this.worker.ask(WORK_FAIL, this.job)).startsWith("ERROR JOB_NOT_FOUND ");
        assertThat(this.client.received()).containsExactly("WORK_EXCEPTION H:1 it broke");
    }

    @Test
    void handleThatEndsWithANulIsForwardedWithoutIt() {
        this.worker.send(WORK_FAIL, this.job + "\0");

        assertThat(this.client.received()).containsExactly("WORK_FAIL H:1");
    }

    @Test
    void onlyTheWorkerThatHasTheJobMaySpeakOfIt() {
        TestPeer other = this.server.worker("f");

        assertThat(other.ask(WORK_COMPLETE, this.job, "")).startsWith("ERROR JOB_NOT_FOUND ");
        assertThat(other.ask(WORK_DATA, this.job, "")).isEqualTo("ERROR JOB_NOT_FOUND Job does not exist on server");
        assertThat(other.ask(WORK_EXCEPTION, this.job, ""))
                .isEqualTo("ERROR JOB_NOT_FOUND An exception was received for a job that does not exist");
        assertThat(this.client.received()).isEmpty();
    }

    @Test
    void denominatorBeyondElevenCharactersIsDropped() {
        this.worker.send(WORK_STATUS, this.job, "1", "123456789012");

        assertThat(this.client.received()).isEmpty();
        assertThat(this.worker.received()).isEmpty();
    }
}
