package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the same situation {@code gearadmin} prints the same for our server as for gearmand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GearadminTests {

    private static final int CAN_DO = 1;
    private static final int SUBMIT_JOB = 7;
    private static final int GRAB_JOB = 9;
    private static final int SUBMIT_JOB_BG = 18;
    private static final int SUBMIT_JOB_HIGH_BG = 32;
    private static final int SUBMIT_JOB_LOW_BG = 34;
    private static final int SET_CLIENT_ID = 22;

    private final List<Situation> situations = new ArrayList<>();

    /** A server with two workers, one job that runs, four that wait and functions without either. */
    private record Situation(JobServer server, List<WireSocket> peers) implements AutoCloseable {

        static Situation on(ServerKind kind) {
            Situation situation = new Situation(kind.start(), new ArrayList<>());
            WireSocket first = situation.connect();
            ask(first, SET_CLIENT_ID, "first worker");
            ask(first, CAN_DO, "resize");
            ask(first, CAN_DO, "mail");
            WireSocket client = situation.connect();
            client.send("\0REQ", SUBMIT_JOB, "resize\0unique-1\0payload");
            client.receive();
            first.send("\0REQ", GRAB_JOB, "");
            first.receive();
            WireSocket second = situation.connect();
            ask(second, CAN_DO, "mail");
            for (int type : new int[] {SUBMIT_JOB_BG, SUBMIT_JOB_BG, SUBMIT_JOB_HIGH_BG, SUBMIT_JOB_LOW_BG}) {
                client.send("\0REQ", type, "sms\0unique-" + situation.peers.size() + type + "\0payload");
                client.receive();
            }
            client.send("\0REQ", SUBMIT_JOB, "sms\0\0payload");
            client.receive();
            return situation;
        }

        private WireSocket connect() {
            WireSocket socket = new WireSocket(this.server.port());
            this.peers.add(socket);
            return socket;
        }

        private static void ask(WireSocket socket, int type, String body) {
            socket.send("\0REQ", type, body);
            socket.send("\0REQ", 16, "");
            socket.receive();
        }

        /** What gearadmin prints and its exit code, without what must differ from server to server. */
        String gearadmin(String... options) {
            List<String> command = new ArrayList<>(List.of(
                    Program.GEARADMIN.require(), "-h", JobServer.LOOPBACK, "-p", String.valueOf(this.server.port())));
            command.addAll(List.of(options));
            try (ForeignProcess process = ForeignProcess.start(command)) {
                int exitCode = process.awaitExit(Duration.ofSeconds(60));
                String lines = process.outputText()
                        .lines()
                        .map(line -> line.replaceFirst("^\\d+ 127", "FD 127"))
                        .sorted()
                        .reduce("", (all, line) -> all + line + "\n");
                return lines + process.errorText() + "exit code " + exitCode;
            }
        }

        @Override
        public void close() {
            this.peers.forEach(WireSocket::close);
            this.server.close();
        }
    }

    @BeforeAll
    void bringAboutTheSituationTwice() {
        Program.GEARADMIN.require();
        this.situations.add(Situation.on(ServerKind.GEARMAND));
        this.situations.add(Situation.on(ServerKind.OURS_PROCESS));
    }

    @AfterAll
    void endTheSituations() {
        this.situations.forEach(Situation::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--status",
                "--priority-status",
                "--workers",
                "--show-jobs",
                "--show-unique-jobs",
                "--server-verbose",
                "--drop-function=resize",
                "--drop-function=no-such-function",
                "--cancel-job=no-such-job"
            })
    void printsTheSameForOurs(String option) {
        assertThat(ours().gearadmin(option))
                .isEqualTo(theirs().gearadmin(option))
                .contains("exit code")
                .hasSizeGreaterThan("exit code 0".length());
    }

    @Test
    void createsAndDropsFunctions() {
        for (String option : List.of("--create-function=new", "--status", "--drop-function=new", "--status")) {
            assertThat(ours().gearadmin(option)).as(option).isEqualTo(theirs().gearadmin(option));
        }
        assertThat(ours().gearadmin("--status")).contains("sms\t").doesNotContain("new\t");
    }

    @ParameterizedTest
    @EnumSource(names = {"GEARMAND", "OURS"})
    void cancelsAJob(ServerKind kind) {
        try (Situation situation = Situation.on(kind)) {
            WireSocket client = situation.connect();
            client.send("\0REQ", SUBMIT_JOB, "cancelled\0\0payload");
            String handle = client.receive().substring("8 ".length());

            assertThat(situation.gearadmin("--cancel-job=" + handle)).isEqualTo("OK\nexit code 0");
            assertThat(client.receive()).isEqualTo("14 " + handle);
        }
    }

    @Test
    void printsPidAndVersion() {
        for (Situation situation : this.situations) {
            long pid = situation.server().pid().orElseThrow();
            assertThat(situation.gearadmin("--getpid")).startsWith(pid + "\n");
            assertThat(situation.gearadmin("--server-version")).matches("\\d+\\.\\d+\\.\\d+\\S*\nexit code 0");
        }
    }

    private Situation theirs() {
        return this.situations.get(0);
    }

    private Situation ours() {
        return this.situations.get(1);
    }
}
