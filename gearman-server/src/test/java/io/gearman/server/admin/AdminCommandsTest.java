package io.gearman.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.GearmanVersion;
import io.gearman.server.testing.RawConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The replies are those of gearmand 1.1.20 to the byte, but for what docs/compatibility.md names. */
class AdminCommandsTest {

    private GearmanServer server;

    private RawConnection connection;

    @BeforeEach
    void start() {
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .build());
        this.connection = new RawConnection(this.server.port());
    }

    @AfterEach
    void stop() {
        this.connection.close();
        this.server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verbose                       | OK ERROR\\n",
                "VERBOSE                       | OK ERROR\\n",
                "show                          | ERR UNKNOWN_COMMAND Unknown+server+commandshow\\r\\n",
                "show nonsense                 | ERR UNKNOWN_SHOW_ARGUMENTS\\r\\n",
                "cancel job                    | ERR UNKNOWN_COMMAND Unknown+server+commandcancel\\r\\n",
                "cancel job H:test:99          | ERR UNKNOWN_JOB\\r\\n",
                "cancel x y                    | ERR UNKNOWN_ERROR\\r\\n",
                "create function f             | OK\\r\\n",
                "create function               | ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+create\\r\\n",
                "drop function unknown         | ERR function not found\\r\\n",
                "drop                          | ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+drop\\r\\n",
                "maxqueue                      | ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+maxqueue\\r\\n",
                "maxqueue f 1 2 3              | OK\\r\\n",
                "maxqueue f                    | OK\\r\\n",
                "one two three four five six   | ERR INVALID_ARGUMENTS A+command+has+at+most+5+words\\r\\n",
                "shutdown                      | ERR UNKNOWN_COMMAND Unknown+server+commandshutdown\\r\\n",
                "''                            | ERR UNKNOWN_COMMAND Unknown+server+command\\r\\n",
            })
    void commandHasExactReply(String command, String reply) {
        this.connection.sendText(command + "\n");
        assertThat(this.connection.readLine())
                .isEqualTo(reply.replace("\\r", "\r").replace("\\n", "\n"));
    }

    @Test
    void versionAndPidAreTold() {
        this.connection.sendText("version\ngetpid\n");
        assertThat(this.connection.readLine()).isEqualTo("OK " + GearmanVersion.current() + "\n");
        assertThat(this.connection.readLine())
                .isEqualTo("OK " + ProcessHandle.current().pid() + "\n");
    }

    @Test
    void functionCreatedWithBareLineFeedKeepsItsLastLetter() {
        this.connection.sendText("create function f1\nstatus\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        assertThat(this.connection.readListing()).containsExactly("f1\t0\t0\t0\n");
    }

    @Test
    void statusCountsRunningJobsInTheTotal() {
        submit("1");
        submit("2");
        this.connection.send(PacketType.CAN_DO, "f").send(PacketType.GRAB_JOB).read();
        assertThat(listing("status")).containsExactly("f\t2\t1\t1\n");
        assertThat(listing("prioritystatus")).containsExactly("f\t0\t1\t0\t1\n");
    }

    @Test
    void workersListsEveryConnectionWithItsFunctionsNewestFirst() {
        this.connection
                .send(PacketType.SET_CLIENT_ID, "me")
                .send(PacketType.CAN_DO, "a")
                .send(PacketType.CAN_DO, "b");
        try (RawConnection other = new RawConnection(this.server.port())) {
            other.send(PacketType.ECHO_REQ, "").read();
            assertThat(listing("workers")).containsExactly("1 127.0.0.1 me : b a\n", "2 127.0.0.1 - :\n");
        }
    }

    @Test
    void jobsAreListedWithHandleAndUnique() {
        submit("1");
        assertThat(listing("show jobs")).containsExactly("H:test:1\t0\t0\t1\n");
        assertThat(listing("show unique jobs")).containsExactly("unique1\n");
    }

    @Test
    void cancelledJobLeavesTheQueueAtOnce() {
        submit("1");
        this.connection.sendText("cancel job H:test:1\ncancel job H:test:1\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        assertThat(this.connection.readLine()).isEqualTo("ERR UNKNOWN_JOB\r\n");
        assertThat(listing("status")).containsExactly("f\t0\t0\t0\n");
    }

    @Test
    void functionInUseIsNotDropped() {
        this.connection.send(PacketType.CAN_DO, "f").sendText("drop function f\n");
        assertThat(this.connection.readLine())
                .isEqualTo("ERR there are still connected workers or executing clients\r\n");
    }

    @Test
    void droppedFunctionTakesItsQueuedJobsWithIt() {
        submit("1");
        this.connection.sendText("drop function f\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        assertThat(listing("status")).isEmpty();
        assertThat(listing("show jobs")).isEmpty();
    }

    @Test
    void fullQueueRefusesAJobOfThePriorityThatIsLimited() {
        this.connection.sendText("create function f\nmaxqueue f 0 1 0\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        submit("1");
        RawConnection.Response refused =
                this.connection.send(PacketType.SUBMIT_JOB_BG, "f", "", "2").read();
        assertThat(refused).isEqualTo(new RawConnection.Response(PacketType.ERROR, "QUEUE_ERROR\0Job queue is full"));
        assertThat(this.connection
                        .send(PacketType.SUBMIT_JOB_HIGH_BG, "f", "", "3")
                        .read()
                        .type())
                .isEqualTo(PacketType.JOB_CREATED);
    }

    @Test
    void limitsCanBeReadBack() {
        this.connection.sendText("create function f\nmaxqueue f 5 -1 1\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");
        assertThat(this.connection.readLine()).isEqualTo("OK\r\n");

        assertThat(listing("show maxqueue")).containsExactly("f\t5\t0\t1\n");
    }

    private void submit(String number) {
        RawConnection.Response reply = this.connection
                .send(PacketType.SUBMIT_JOB_BG, "f", "unique" + number, number)
                .read();
        assertThat(reply.type()).isEqualTo(PacketType.JOB_CREATED);
    }

    @Test
    void controlCharactersOfNamesDoNotBreakTheLines() {
        this.connection
                .send(PacketType.SET_CLIENT_ID, "w\n1")
                .send(PacketType.CAN_DO, "a\nb\tc")
                .send(PacketType.SUBMIT_JOB_BG, "a\nb\tc", "u\r", "p")
                .read();
        assertThat(listing("status")).containsExactly("a\\x0ab\\x09c\t1\t0\t1\n");
        assertThat(listing("workers")).containsExactly("1 127.0.0.1 w\\x0a1 : a\\x0ab\\x09c\n");
        assertThat(listing("show unique jobs")).containsExactly("u\\x0d\n");
    }

    @Test
    void longListingComesInSlicesBetweenWhichOthersAreServed() {
        int jobs = 20_000;
        for (int i = 0; i < jobs; i++) {
            this.connection.send(PacketType.SUBMIT_JOB_BG, "f", "", "p");
        }
        for (int i = 0; i < jobs; i++) {
            this.connection.read();
        }
        try (RawConnection other = new RawConnection(this.server.port())) {
            this.connection.sendText("show jobs\n").send(PacketType.ECHO_REQ, "after");
            assertThat(this.connection.readLine()).startsWith("H:test:");
            // The first slice is there, and the last is not yet.
            assertThat(other.send(PacketType.SUBMIT_JOB_BG, "f", "", "p").read().type())
                    .isEqualTo(PacketType.JOB_CREATED);
            assertThat(this.connection.readListing()).doesNotHaveDuplicates().hasSizeBetween(jobs - 1, jobs);
            assertThat(this.connection.read().body()).isEqualTo("after");
        }
    }

    @Test
    void listingForAPeerThatDoesNotReadWaits() {
        for (int i = 0; i < 4000; i++) {
            this.connection.send(PacketType.SUBMIT_JOB_BG, "f", "", "p").read();
        }
        try (RawConnection lazy = new RawConnection(this.server.port())) {
            lazy.sendText("show jobs\n".repeat(300)).sendText("version\n");
            for (int i = 0; i < 1000; i++) {
                assertThat(this.connection
                                .send(PacketType.ECHO_REQ, "ping")
                                .read()
                                .body())
                        .isEqualTo("ping");
            }
            for (int i = 0; i < 300; i++) {
                assertThat(lazy.readListing()).hasSize(4000);
            }
            assertThat(lazy.readLine()).startsWith("OK ");
        }
    }

    private List<String> listing(String command) {
        return this.connection.sendText(command + "\n").readListing();
    }
}
