package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanUnavailableException;
import io.gearman.client.JobRequest;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.TlsOptions;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS between our server, our client and worker, and OpenSSL. */
class TlsTests {

    @TempDir
    Path directory;

    private X509Bundle authority;

    private X509Bundle peer;

    private TlsOptions options;

    private GearmanServer server;

    @BeforeEach
    void start() throws Exception {
        this.authority = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.rsa2048)
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle own = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.rsa2048)
                .subject("CN=server")
                .addSanIpAddress(InetAddress.getByName(JobServer.LOOPBACK).getHostAddress())
                .buildIssuedBy(this.authority);
        this.peer = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .subject("CN=peer")
                .buildIssuedBy(this.authority);
        this.options = TlsOptions.of(
                        write("server.pem", own.getCertificatePathPEM()), write("server.key", own.getPrivateKeyPEM()))
                .withClientCa(write("authority.pem", this.authority.getCertificatePEM()));
        start(this.options);
    }

    private TlsOptions.PemFiles pem() {
        return (TlsOptions.PemFiles) this.options.keys();
    }

    private void start(TlsOptions tls) {
        this.server = GearmanServer.start(GearmanServerOptions.builder()
                .listen(JobServer.LOOPBACK)
                .port(0)
                .tls(tls)
                .build());
    }

    @AfterEach
    void stop() {
        this.server.close();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(this.directory.resolve(name), text);
    }

    private SSLContext context(X509Bundle trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", trusted.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(this.peer.toKeyStore(new char[0]), new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private GearmanClient client(SSLContext tls, Duration timeout) {
        return GearmanClient.builder()
                .server(ServerAddress.of(JobServer.LOOPBACK, this.server.port()))
                .tls(tls)
                .responseTimeout(timeout)
                .build();
    }

    @Test
    void ourWorkerDoesAJobOfOurClient() throws Exception {
        SSLContext tls = context(this.authority);
        byte[] payload = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (GearmanClient client = client(tls, Duration.ofSeconds(10));
                GearmanWorker worker = GearmanWorker.builder()
                        .server(ServerAddress.of(JobServer.LOOPBACK, this.server.port()))
                        .tls(tls)
                        .function("echo", context -> context.payload())
                        .build()) {
            worker.start();
            assertThat(client.submit(JobRequest.of("echo", payload)).join()).isEqualTo(payload);
        }
    }

    @Test
    void serverThatIsNotTrustedGetsNoJob() throws Exception {
        X509Bundle stranger = new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .subject("CN=Stranger")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        try (GearmanClient client = client(context(stranger), Duration.ofSeconds(1))) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(
                            () -> client.submit(JobRequest.of("f", new byte[1])).join())
                    .withCauseInstanceOf(GearmanUnavailableException.class);
        }
        assertThat(this.server.functions()).isEmpty();
    }

    @Test
    void opensslIsAnswered() throws Exception {
        Path key = write("peer.key", this.peer.getPrivateKeyPEM());
        Path certificate = write("peer.pem", this.peer.getCertificatePathPEM());
        Path input = write("input", "version\n");
        try (ForeignProcess openssl = ForeignProcess.start(
                List.of(
                        Program.OPENSSL.require(),
                        "s_client",
                        "-connect",
                        JobServer.LOOPBACK + ":" + this.server.port(),
                        "-CAfile",
                        pem().clientCa().toString(),
                        "-cert",
                        certificate.toString(),
                        "-key",
                        key.toString(),
                        "-verify_return_error",
                        "-quiet"),
                input)) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(openssl.outputText())
                            .describedAs(openssl.errorText())
                            .startsWith("OK "));
        }
    }

    @ParameterizedTest
    @CsvSource({"rsa -traditional,RSA PRIVATE KEY", "pkcs8 -topk8 -nocrypt,PRIVATE KEY"})
    void keyMayHaveAnyFormThatOpensslWrites(String command, String label) throws Exception {
        this.server.close();
        Path converted = this.directory.resolve("converted.key");
        convert(command, pem().key(), converted);
        assertThat(converted).content().contains("-----BEGIN " + label + "-----");

        start(TlsOptions.of(pem().certificate(), converted));

        assertThat(this.server.isRunning()).isTrue();
    }

    @Test
    void ecKeyMayHaveTheFormThatOpensslWrites() throws Exception {
        this.server.close();
        Path converted = this.directory.resolve("converted.key");
        convert("ec", write("peer.key", this.peer.getPrivateKeyPEM()), converted);
        assertThat(converted).content().contains("-----BEGIN EC PRIVATE KEY-----");

        start(TlsOptions.of(write("peer.pem", this.peer.getCertificatePathPEM()), converted));

        assertThat(this.server.isRunning()).isTrue();
    }

    private static void convert(String command, Path from, Path to) {
        List<String> words = new ArrayList<>(List.of(Program.OPENSSL.require()));
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of("-in", from.toString(), "-out", to.toString()));
        try (ForeignProcess openssl = ForeignProcess.start(words)) {
            openssl.awaitExit(Duration.ofSeconds(60));
        }
    }
}
