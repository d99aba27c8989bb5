package io.gearman.server.engine;

import static io.gearman.protocol.PacketType.ALL_YOURS;
import static io.gearman.protocol.PacketType.ECHO_REQ;
import static io.gearman.protocol.PacketType.GET_STATUS;
import static io.gearman.protocol.PacketType.GET_STATUS_UNIQUE;
import static io.gearman.protocol.PacketType.NO_JOB;
import static io.gearman.protocol.PacketType.OPTION_REQ;
import static io.gearman.protocol.PacketType.SET_CLIENT_ID;
import static io.gearman.protocol.PacketType.SUBMIT_JOB;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_EPOCH;
import static io.gearman.protocol.PacketType.SUBMIT_JOB_SCHED;
import static io.gearman.protocol.PacketType.SUBMIT_REDUCE_JOB;
import static io.gearman.protocol.PacketType.WORK_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that asks a question goes unanswered. */
class QuestionTest {

    private final EngineFixture server = new EngineFixture();

    private final TestPeer client = this.server.client();

    @Test
    void statusTellsOfTheProgress() {
        String job = this.client.submit("f", "u");
        this.client.submit("f", "u");
        assertThat(this.client.ask(GET_STATUS, job)).isEqualTo("STATUS_RES H:1 1 0 0 0");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        worker.send(WORK_STATUS, job, "3", "4");
        this.client.received();

        assertThat(this.client.ask(GET_STATUS, job)).isEqualTo("STATUS_RES H:1 1 1 3 4");
        assertThat(this.client.ask(GET_STATUS_UNIQUE, "u")).isEqualTo("STATUS_RES_UNIQUE u 1 1 3 4 2");
    }

    @Test
    void progressThatIsNoNumberCountsAsZero() {
        String job = this.client.submit("f");
        TestPeer worker = this.server.worker("f");
        worker.grab();
        worker.send(WORK_STATUS, job, "some", "all");

        assertThat(this.client.received()).containsExactly("WORK_STATUS H:1 some all");
        assertThat(this.client.ask(GET_STATUS, job)).isEqualTo("STATUS_RES H:1 1 1 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H:99", "H:", "H:01", "H:-1", "H:1x", "elsewhere:1", "H:99999999999999999999999999"})
    void statusOfAnUnknownHandleIsZeros(String handle) {
        assertThat(this.client.ask(GET_STATUS, handle)).isEqualTo("STATUS_RES " + handle + " 0 0 0 0");
    }

    @Test
    void handleOrUniqueOfAnyLengthIsAnswered() {
        String any = "x".repeat(8000);
        assertThat(this.client.ask(GET_STATUS, any)).isEqualTo("STATUS_RES " + any + " 0 0 0 0");
        assertThat(this.client.ask(GET_STATUS_UNIQUE, any)).isEqualTo("STATUS_RES_UNIQUE " + any + " 0 0 0 0 0");
        assertThat(this.client.ask(GET_STATUS_UNIQUE, "")).isEqualTo("STATUS_RES_UNIQUE '' 0 0 0 0 0");
    }

    @Test
    void handleOrUniqueEndsAtItsFirstNul() {
        String job = this.client.submit("f", "u");

        assertThat(this.client.ask(GET_STATUS, job + "\0")).isEqualTo("STATUS_RES H:1 1 0 0 0");
        assertThat(this.client.ask(GET_STATUS, "a\0b")).isEqualTo("STATUS_RES a 0 0 0 0");
        assertThat(this.client.ask(GET_STATUS_UNIQUE, "u\0")).isEqualTo("STATUS_RES_UNIQUE u 1 0 0 0 1");
    }

    @Test
    void uniqueIsFoundInAnyFunction() {
        this.client.submit("f", "a");
        this.client.submit("g", "b");

        assertThat(this.client.ask(GET_STATUS_UNIQUE, "a")).isEqualTo("STATUS_RES_UNIQUE a 1 0 0 0 1");
        assertThat(this.client.ask(GET_STATUS_UNIQUE, "b")).isEqualTo("STATUS_RES_UNIQUE b 1 0 0 0 1");
    }

    @Test
    void allYoursIsAccepted() {
        this.client.send(ALL_YOURS);

        assertThat(this.client.received()).isEmpty();
    }

    @Test
    void whatOnlyAServerSendsIsAnsweredByAnError() {
        assertThat(this.client.ask(NO_JOB)).isEqualTo("ERROR INVALID_COMMAND Command not expected");
    }

    @Test
    void unknownOptionIsAnsweredByAnError() {
        assertThat(this.client.ask(OPTION_REQ, "colours"))
                .isEqualTo("ERROR UNKNOWN_OPTION Server does not recognize given option");
        assertThat(this.client.ask(OPTION_REQ, "exceptions\0")).isEqualTo("OPTION_RES exceptions\\0");
    }

    @Test
    void echoIsEchoed() {
        assertThat(this.client.ask(ECHO_REQ, "a\0b")).isEqualTo("ECHO_RES a\\0b");
        assertThat(this.client.ask(ECHO_REQ, "")).isEqualTo("ECHO_RES ''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999", "9223372036854775807", "1e9"})
    void epochOfAnyKindIsAccepted(String epoch) {
        assertThat(this.client.ask(SUBMIT_JOB_EPOCH, "f", "", epoch, "")).isEqualTo("JOB_CREATED H:1");
    }

    @Test
    void scheduleThatCannotBeIsAnsweredByAnError() {
        assertThat(this.client.ask(SUBMIT_JOB_SCHED, "f", "", "60", "*", "*", "*", "*", ""))
                .startsWith("ERROR INVALID_ARGUMENT The field minute of the schedule is '60'");
        assertThat(this.client.ask(SUBMIT_JOB_SCHED, "f", "", "*", "*", "30", "2", "*", ""))
                .startsWith("ERROR INVALID_ARGUMENT No day ever matches the schedule");
        assertThat(this.server.administration().functions()).isEmpty();
    }

    @Test
    void reducerBeyond64BytesIsAnsweredByAnError() {
        assertThat(this.client.ask(SUBMIT_REDUCE_JOB, "f", "", "r".repeat(65), "", ""))
                .startsWith("ERROR ARGUMENT_TOO_LARGE");
    }

    @Test
    void clientIdIsShownAsFarAsItsFirst127Bytes() {
        this.client.send(SET_CLIENT_ID, "i".repeat(200));
        this.server.client().send(SET_CLIENT_ID, "w1\0");
        this.server.client();

        assertThat(this.server.administration().connections())
                .extracting(Administration.ConnectionStatus::clientId)
                .containsExactly("i".repeat(127), "w1", "-");
    }

    @Test
    void connectionThatIsGoneIsNotHeard() {
        this.client.disconnect();

        this.client.send(SUBMIT_JOB, "f", "", "");
        this.client.canDo("f");

        assertThat(this.server.administration().functions()).isEmpty();
    }
}
