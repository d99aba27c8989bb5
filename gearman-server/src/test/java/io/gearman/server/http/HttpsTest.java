package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.protocol.PacketType;
import io.gearman.server.AccessRules;
import io.gearman.server.HttpOptions;
import io.gearman.server.TlsOptions;
import io.gearman.server.testing.RawConnection;
import io.gearman.server.testing.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With TLS, the port of HTTP speaks HTTPS, with the same certificates and access rules as the other. */
class HttpsTest extends HttpJobFixture {

    @TempDir
    Path directory;

    private TestCertificates certificates;

    @BeforeEach
    void startWithTls() {
        this.certificates = new TestCertificates(this.directory);
        X509Bundle own = this.certificates.issue("server", "localhost");
        TlsOptions tls = TlsOptions.of(
                        this.certificates.certificateFile("server", own), this.certificates.keyFile("server", own))
                .withClientCa(this.certificates.authorityFile(), TlsOptions.ClientCertificate.OPTIONAL);
        Path rules = this.certificates.write("access", "client web reverse\nworker w reverse\n");
        restart(HttpOptions.onPort(0), options -> options.tls(tls).access(AccessRules.in(rules)));
    }

    private CompletableFuture<HttpResponse<String>> post(String commonName, String function) {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(this.certificates.context(this.certificates.issue(commonName)))
                .build();
        URI uri = URI.create("https://localhost:" + this.server.httpPort() + "/" + function);
        return client.sendAsync(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void jobsGoThroughHttps() {
        try (RawConnection worker = new RawConnection(
                this.certificates.context(this.certificates.issue("w")).getSocketFactory(), this.server.port())) {
            worker.send(PacketType.CAN_DO, "reverse").send(PacketType.PRE_SLEEP);
            CompletableFuture<HttpResponse<String>> answer = post("web", "reverse");
            assertThat(grab(worker).body()).isEqualTo("H:test:1\0reverse\0-\0hello");
            worker.send(PacketType.WORK_COMPLETE, "H:test:1", "olleh");

            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).isEqualTo("olleh");
        }
    }

    @Test
    void certificateDecidesWhatMayBeSubmitted() {
        HttpResponse<String> answer = post("other", "reverse").join();

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("'other' may not submit jobs of the function 'reverse'");
    }
}
