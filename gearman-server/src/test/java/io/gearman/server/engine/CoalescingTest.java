package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.GRAB_JOB;
import static io.gearman.protocol.PacketType.GRAB_JOB_UNIQ;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_HIGH;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which submissions are one job: the same unique, all of it, within one function. */
class CoalescingTest {

    private static final String LONG = "u".repeat(63);

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    @Test
    void sameUniqueIsTheSameJobAndEachClientGetsTheResult() {
        TestPeer other = this.server.client();
        String job = this.client.submit("f", "u");
        assertThat(other.submit("f", "u")).isEqualTo(job);
        TestPeer worker = this.server.worker("f");
        worker.grab();
        TestPeer late = this.server.client();
        assertThat(late.submit("f", "u")).isEqualTo(job);

        worker.complete(job);

        assertThat(this.client.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(other.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(late.received()).containsExactly("WORK_COMPLETE " + job + " result");
        assertThat(worker.grab()).isEqualTo("NO_JOB");
    }

    @Test
    void clientThatSubmitsTwiceIsToldTwice() {
        String job = this.client.submit("f", "u");
        this.client.submit("f", "u");
        TestPeer worker = this.server.worker("f");
        worker.grab();

        worker.complete(job);

        assertThat(this.client.received())
                .containsExactly("WORK_COMPLETE " + job + " result", "WORK_COMPLETE " + job + " result");
    }

    @Test
    void uniquesOfTwoFunctionsAreTwoJobs() {
        assertThat(this.client.submit("f", "u")).isNotEqualTo(this.client.submit("g", "u"));
    }

    @Test
    void all64BytesOfAUniqueCount() {
        String job = this.client.submit("f", LONG + "1");

        assertThat(this.client.submit("f", LONG + "1")).isEqualTo(job);
        assertThat(this.client.submit("f", LONG + "2")).isNotEqualTo(job);
        assertThat(this.server.worker("f").ask(GRAB_JOB_UNIQ))
                .isEqualTo("JOB_ASSIGN_UNIQ " + job + " f " + LONG + "1 payload");
    }

    @Test
    void uniqueOf65BytesIsRefused() {
        assertThat(this.client.ask(SUBMIT_JOB, "f", LONG + "12", ""))
                .isEqualTo("ERROR ARGUMENT_TOO_LARGE Unique value too large");
    }

    @Test
    void jobsWithoutUniqueAreEachTheirOwn() {
        assertThat(this.client.submit("f", "")).isNotEqualTo(this.client.submit("f", ""));
    }

    @Test
    void dashStandsForThePayload() {
        String job = this.client.ask(SUBMIT_JOB, "f", "-", "same");

        assertThat(this.client.ask(SUBMIT_JOB, "f", "-", "same")).isEqualTo(job);
        assertThat(this.client.ask(SUBMIT_JOB, "f", "-", "other")).isNotEqualTo(job);
        assertThat(this.client.ask(SUBMIT_JOB, "f", "same", "same")).isNotEqualTo(job);
        assertThat(this.client.ask(SUBMIT_JOB, "f", "-", "")).isNotEqualTo(this.client.ask(SUBMIT_JOB, "f", "-", ""));
    }

    @Test
    void joiningChangesNeitherPriorityNorPayload() {
        String normal = this.client.submit("f", "u");
        String other = this.client.submit("f", "v");
        TestPeer worker = this.server.worker("f");

        assertThat(this.client.ask(SUBMIT_JOB_HIGH, "f", "v", "new")).isEqualTo("JOB_CREATED " + other);

        assertThat(worker.grab()).isEqualTo(normal);
        assertThat(worker.ask(GRAB_JOB)).endsWith(" payload");
    }

    @Test
    void afterTheEndTheUniqueIsFree() {
        String job = this.client.submit("f", "u");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        worker.complete(job);

        assertThat(this.client.submit("f", "u")).isNotEqualTo(job);
    }
}
