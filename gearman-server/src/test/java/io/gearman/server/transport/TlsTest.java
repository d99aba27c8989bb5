package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerException;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.TlsOptions;
import io.gearman.server.testing.RawConnection;
import io.gearman.server.testing.TestCertificates;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {

    @TempDir
    Path directory;

    private TestCertificates certificates;

    private TlsOptions options;

    private @Nullable GearmanServer server;

    @BeforeEach
    void issue() {
        this.certificates = new TestCertificates(this.directory);
        X509Bundle own = this.certificates.issue("server", "localhost");
        this.options = TlsOptions.of(
                this.certificates.certificateFile("server", own), this.certificates.keyFile("server", own));
    }

    @AfterEach
    void stop() {
        if (this.server != null) {
            this.server.close();
        }
    }

    private TlsOptions.PemFiles pem() {
        return (TlsOptions.PemFiles) this.options.keys();
    }

    private void start(TlsOptions tls) {
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen("127.0.0.1")
                .port(0)
                .jobHandlePrefix("H:test")
                .tls(tls)
                .build());
    }

    private RawConnection connect(@Nullable X509Bundle own) {
        return new RawConnection(this.certificates.context(own).getSocketFactory(), this.server.port());
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"rsa2048", "ecp256", "ecp384"})
    void jobsAndTextsGoThroughTlsWithAnyKindOfKey(Algorithm algorithm) {
        X509Bundle own = this.certificates.issue(algorithm, "server");
        start(TlsOptions.of(this.certificates.certificateFile("own", own), this.certificates.keyFile("own", own)));
        String payload = "0123456789".repeat(1 << 18);
        try (RawConnection worker = connect(null);
                RawConnection client = connect(null)) {
            worker.send(PacketType.CAN_DO, "f").send(PacketType.PRE_SLEEP);
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> client.send(PacketType.SUBMIT_JOB, "f", "", payload));
            assertThat(client.read().type()).isEqualTo(PacketType.JOB_CREATED);
            sent.join();
            assertThat(worker.read().type()).isEqualTo(PacketType.NOOP);
            worker.send(PacketType.GRAB_JOB);
            assertThat(worker.read().part(2)).isEqualTo(payload);
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "done");
            assertThat(client.read().part(1)).isEqualTo("done");
            client.sendText("version\nstatus\n");
            assertThat(client.readLine()).startsWith("OK ");
            assertThat(client.readListing()).containsExactly("f\t0\t0\t1\n");
        }
    }

    @Test
    void plainPeerOnATlsPortIsClosedAndOthersAreServed() {
        start(this.options);
        try (RawConnection plain = new RawConnection(this.server.port());
                RawConnection text = new RawConnection(this.server.port());
                RawConnection good = connect(null)) {
            plain.send(PacketType.ECHO_REQ, "hello");
            text.sendText("status\n");
            assertThat(plain.isClosedByServer()).isTrue();
            assertThat(text.isClosedByServer()).isTrue();
            assertThat(good.send(PacketType.ECHO_REQ, "alive").read().body()).isEqualTo("alive");
        }
    }

    @Test
    void tlsPeerOnAPlainPortIsToldAtOnce() throws IOException {
        this.server = GearmanServer.start(
                GearmanServerOptions.builder().listen("127.0.0.1").port(0).build());
        SSLContext context = this.certificates.context(null);
        try (SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), this.server.port())) {
            socket.setSoTimeout(5000);
            // What comes is no TLS: not a timeout.
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("timed out");
        }
    }

    @Test
    void peerThatDoesNotFinishTheHandshakeIsClosed() {
        start(this.options.withHandshakeTimeout(Duration.ofMillis(200)));
        try (RawConnection silent = new RawConnection(this.server.port())) {
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }

    @Test
    void lastCommandIsAnsweredWhenThePeerHasClosedItsSide() {
        start(this.options);
        try (RawConnection peer = connect(null)) {
            peer.sendText("version\n").shutdownOutput();
            assertThat(peer.readLine()).startsWith("OK ");
            assertThat(peer.isClosedByServer()).isTrue();
        }
    }

    @Test
    void peerThatRenegotiatesIsClosed() throws IOException {
        start(this.options);
        try (SSLSocket peer = (SSLSocket) this.certificates
                .context(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), this.server.port())) {
            peer.setSoTimeout(10_000);
            peer.setEnabledProtocols(new String[] {"TLSv1.2"});
            peer.getOutputStream().write("version\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.getInputStream().read()).isEqualTo('O');

            // Begins a handshake and does not wait for its end.
            peer.startHandshake();

            await().until(() -> this.server.statistics().join().connections() == 0);
        }
        try (RawConnection other = connect(null)) {
            assertThat(other.sendText("version\n").readLine()).startsWith("OK ");
        }
    }

    @Test
    void peerHasToShowACertificateOfTheAuthority() {
        start(this.options.withClientCa(this.certificates.authorityFile()));
        X509Bundle stranger = new TestCertificates(this.directory).issue("stranger");

        try (RawConnection known = connect(this.certificates.issue("client"))) {
            assertThat(known.send(PacketType.ECHO_REQ, "known").read().body()).isEqualTo("known");
        }
        assertThatThrownBy(() -> echo(null)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> echo(stranger)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void peerMayComeWithoutACertificateIfItIsOptional() {
        start(this.options.withClientCa(this.certificates.authorityFile(), TlsOptions.ClientCertificate.OPTIONAL));

        assertThat(echo(null)).isEqualTo("e");
        assertThat(echo(this.certificates.issue("client"))).isEqualTo("e");
    }

    private String echo(@Nullable X509Bundle own) {
        try (RawConnection peer = connect(own)) {
            return peer.send(PacketType.ECHO_REQ, "e").read().body();
        }
    }

    @Test
    void aContextServesInPlaceOfFiles() {
        SSLContext context = this.certificates.context(this.certificates.issue("server", "localhost"));
        X509Bundle stranger = new TestCertificates(this.directory).issue("client");

        start(TlsOptions.of(context));
        assertThat(echo(null)).isEqualTo("e");
        this.server.reload();
        assertThat(echo(stranger)).isEqualTo("e");
        this.server.close();

        start(TlsOptions.of(context).withClientCertificate(TlsOptions.ClientCertificate.REQUIRED));
        assertThat(echo(this.certificates.issue("client"))).isEqualTo("e");
        assertThatThrownBy(() -> echo(null)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> echo(stranger)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void certificatesOfNobodyAreNotAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.options.withClientCertificate(TlsOptions.ClientCertificate.REQUIRED))
                .withMessageContaining("expected: with a clientCa");
    }

    @Test
    void onlyTheProtocolsAndCiphersThatAreSetAreSpoken() throws IOException {
        start(this.options.withProtocols(List.of("TLSv1.2"), List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")));
        try (SSLSocket socket = (SSLSocket) this.certificates
                .context(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), this.server.port())) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }
    }

    @Test
    void newCertificateIsUsedAfterAReloadAndABadOneIsNot() throws IOException {
        start(this.options);
        assertThat(subject()).startsWith("CN=server");
        X509Bundle next = this.certificates.issue("next");
        try (RawConnection before = connect(null)) {
            before.send(PacketType.ECHO_REQ, "1").read();
            this.certificates.certificateFile("server", next);
            this.certificates.keyFile("server", next);
            this.server.reload();
            assertThat(subject()).startsWith("CN=next");
            assertThat(before.send(PacketType.ECHO_REQ, "still").read().body()).isEqualTo("still");
        }

        this.certificates.keyFile("server", this.certificates.issue("other"));
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(this.server::reload)
                .withMessageContaining("does not belong to the first certificate");
        assertThat(subject()).startsWith("CN=next");
    }

    @Test
    void filesThatChangeAreLoadedWithoutBeingTold() throws Exception {
        start(this.options.withWatch(Duration.ofMillis(20)));
        X509Bundle own = this.certificates.issue("watched");

        this.certificates.certificateFile("server", own);
        this.certificates.keyFile("server", own);

        await().untilAsserted(() -> assertThat(subject()).startsWith("CN=watched"));
    }

    private String subject() throws IOException {
        try (SSLSocket socket = (SSLSocket) this.certificates
                .context(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), this.server.port())) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaid() throws IOException {
        Path missing = this.directory.resolve("missing.pem");
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> start(TlsOptions.of(missing, pem().key())))
                .withMessage("Cannot use TLS: no such file: " + missing);
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> start(TlsOptions.of(pem().key(), pem().key())))
                .withMessageContaining("has no certificate");
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> start(TlsOptions.of(pem().certificate(), pem().certificate())))
                .withMessageContaining("has no private key");
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> start(this.options.withProtocols(List.of("SSLv9"), List.of())))
                .withMessageContaining("SSLv9");
        Path garbage = Files.writeString(
                this.directory.resolve("garbage.key"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatExceptionOfType(GearmanServerException.class)
                .isThrownBy(() -> start(TlsOptions.of(pem().certificate(), garbage)))
                .withMessageContaining("no RSA, EC or EdDSA key");
    }
}
