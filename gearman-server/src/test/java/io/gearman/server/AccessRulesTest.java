package io.gearman.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.engine.Access;
import io.gearman.server.testing.RawConnection;
import io.gearman.server.testing.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

    @TempDir
    Path directory;

    @Test
    void rulesAreAboutNamesAndFunctionsAndWhatNoneAllowsIsRefused() {
        AccessRules rules = AccessRules.of("""
                # who may do what
                client    web-*        sms.* thumbnail   # pictures, too
                worker    sms-worker   sms.*
                client    "Ops team"   "two words"

                monitor   prometheus
                admin     "Ops team"
                client    anonymous    newsletter
                """);

        Access web = rules.accessOf(List.of("web-1", "web.example.org"));
        assertThat(web.maySubmit(bytes("sms.send"))).isTrue();
        assertThat(web.maySubmit(bytes("sms."))).isTrue();
        assertThat(web.maySubmit(bytes("sms"))).isFalse();
        assertThat(web.maySubmit(bytes("thumbnail"))).isTrue();
        assertThat(web.maySubmit(bytes("thumbnails"))).isFalse();
        assertThat(web.maySubmit(bytes("#"))).isFalse();
        assertThat(web.mayWork(bytes("sms.send"))).isFalse();
        assertThat(web.mayRun("status")).isFalse();
        assertThat(web.mayRun("version")).isTrue();
        assertThat(rules.accessOf(List.of("x", "sms-worker")).mayWork(bytes("sms.send")))
                .isTrue();
        assertThat(rules.accessOf(List.of("sms-worker-2")).mayWork(bytes("sms.send")))
                .isFalse();
        Access ops = rules.accessOf(List.of("Ops team"));
        assertThat(ops.maySubmit(bytes("two words"))).isTrue();
        assertThat(ops.mayRun("drop")).isTrue();
        Access prometheus = rules.accessOf(List.of("prometheus"));
        assertThat(prometheus.mayRun("prioritystatus")).isTrue();
        assertThat(prometheus.mayRun("cancel")).isFalse();
        assertThat(prometheus.mayRun("maxqueue")).isFalse();
        Access nobody = rules.accessOf(List.of());
        assertThat(nobody.maySubmit(bytes("newsletter"))).isTrue();
        assertThat(nobody.maySubmit(bytes("sms.send"))).isFalse();
        assertThat(nobody).hasToString("'anonymous'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrker a f     | access rules, line 2: 'wrker' is no right (expected: client, worker, monitor or admin)",
                "admin         | access rules, line 2: nobody is named (expected: the name in a certificate)",
                "worker a      | access rules, line 2: no function is named (expected: names, or *)",
                "admin a f     | access rules, line 2: too many words"
            })
    void lineThatIsNoRuleIsNamed(String line, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> AccessRules.of("\n" + line))
                .withMessage(message);
    }

    @Test
    void certificatesDecideAndNewRulesHoldForConnectionsThatAreThere() throws Exception {
        TestCertificates certificates = new TestCertificates(this.directory);
        X509Bundle own = certificates.issue("server");
        Path file = certificates.write(
                "access", "worker sms.example.org sms\nclient web sms mail\nmonitor web\nadmin ops\n");
        try (GearmanServer server = GearmanServer.start(GearmanServerOptions.builder()
                        .listen("127.0.0.1")
                        .port(0)
                        .jobHandlePrefix("H:test")
                        .tls(TlsOptions.of(
                                        certificates.certificateFile("server", own),
                                        certificates.keyFile("server", own))
                                .withClientCa(certificates.authorityFile(), TlsOptions.ClientCertificate.OPTIONAL))
                        .access(AccessRules.in(file))
                        .build());
                RawConnection worker =
                        connect(certificates, server, certificates.issue("worker 7", "other", "sms.example.org"));
                RawConnection client = connect(certificates, server, certificates.issue("web"));
                RawConnection nobody = connect(certificates, server, null)) {
            client.send(PacketType.SUBMIT_JOB, "sms", "", "1");
            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            worker.send(PacketType.CAN_DO, "sms").send(PacketType.GRAB_JOB);
            assertThat(worker.read().part(2)).isEqualTo("1");
            assertThat(worker.send(PacketType.CAN_DO, "mail").read())
                    .isEqualTo(new RawConnection.Response(
                            PacketType.ERROR, "NOT_AUTHORIZED\0'worker 7' may not work on the function 'mail'"));
            assertThat(worker.send(PacketType.SUBMIT_JOB, "sms", "", "2").read().part(1))
                    .isEqualTo("'worker 7' may not submit jobs of the function 'sms'");
            assertThat(nobody.send(PacketType.SUBMIT_JOB_BG, "sms", "", "2")
                            .read()
                            .part(1))
                    .isEqualTo("'anonymous' may not submit jobs of the function 'sms'");
            assertThat(client.send(PacketType.SUBMIT_REDUCE_JOB_BACKGROUND, "sms", "", "billing", "2")
                            .read()
                            .part(1))
                    .isEqualTo("'web' may not submit jobs of the function 'billing'");
            assertThat(client.sendText("status\n").readListing()).containsExactly("sms\t1\t1\t1\n");
            assertThat(client.sendText("drop function sms\n").readLine())
                    .isEqualTo("ERR NOT_AUTHORIZED 'web'+may+not+run+'drop'\r\n");
            assertThat(nobody.sendText("version\n").readLine()).startsWith("OK ");

            Files.writeString(file, "client web mail\nmonitor anonymous\n");
            server.reload();
            await().untilAsserted(() ->
                    assertThat(nobody.sendText("status\n").readLine()).isEqualTo("sms\t1\t1\t0\n"));
            nobody.readLine();
            assertThat(client.send(PacketType.SUBMIT_JOB, "sms", "", "3").read().part(0))
                    .isEqualTo("NOT_AUTHORIZED");
            assertThat(client.send(PacketType.SUBMIT_REDUCE_JOB, "mail", "", "mail", "3")
                            .read()
                            .type())
                    .isEqualTo(PacketType.JOB_CREATED);
            // Without a reducer there is nothing to be allowed.
            assertThat(client.send(PacketType.SUBMIT_REDUCE_JOB, "mail", "", "", "4")
                            .read()
                            .type())
                    .isEqualTo(PacketType.JOB_CREATED);
            // The job that the worker has goes on.
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "done");
            assertThat(client.read().part(1)).isEqualTo("done");

            Files.writeString(file, "nonsense\n");
            assertThatExceptionOfType(GearmanServerException.class)
                    .isThrownBy(server::reload)
                    .withMessageContaining("line 1: 'nonsense' is no right");
            assertThat(nobody.sendText("status\n").readListing()).hasSize(2);
        }
    }

    private static RawConnection connect(
            TestCertificates certificates, GearmanServer server, @Nullable X509Bundle own) {
        return new RawConnection(certificates.context(own).getSocketFactory(), server.port());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
