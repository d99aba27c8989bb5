package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TlsArgumentsTest {

    private Path certificate;

    private Path key;

    private Path ca;

    @BeforeEach
    void files(@TempDir Path directory) throws IOException {
        this.certificate = Files.createFile(directory.resolve("gearmand.pem"));
        this.key = Files.createFile(directory.resolve("gearmand.key"));
        this.ca = Files.createFile(directory.resolve("ca.pem"));
    }

    @Test
    void noTlsUnlessAsked() {
        assertThat(tls(Map.of())).isNull();
        assertThat(tls(Map.of("GEARMAND_SERVER_PEM", "" + this.certificate))).isNull();
    }

    @Test
    void withoutACaNobodyIsAskedForACertificate() {
        assertThat(tls(Map.of(), "--ssl", "--ssl-certificate=" + this.certificate, "--ssl-key=" + this.key))
                .isEqualTo(TlsOptions.of(this.certificate, this.key));
    }

    @Test
    void withACaACertificateIsRequiredUnlessOtherwiseSaid() {
        String[] words = {
            "--ssl", "--ssl-certificate=" + this.certificate, "--ssl-key=" + this.key, "--ssl-ca-file=" + this.ca
        };
        TlsOptions tls = TlsOptions.of(this.certificate, this.key);
        assertThat(tls(Map.of(), words)).isEqualTo(tls.withClientCa(this.ca));
        assertThat(tls(Map.of(), with(words, "--ssl-client-certificate=optional")))
                .isEqualTo(tls.withClientCa(this.ca, TlsOptions.ClientCertificate.OPTIONAL));
        assertThat(tls(Map.of(), with(words, "--ssl-client-certificate=none"))).isEqualTo(tls);
        assertThatThrownBy(() -> tls(Map.of(), with(words, "--ssl-client-certificate=maybe")))
                .hasMessageContaining("--ssl-client-certificate: maybe (expected: required, optional or none)");
    }

    @Test
    void variablesWinOverOptions() {
        Map<String, String> environment = Map.of(
                "GEARMAND_SERVER_PEM", "" + this.certificate,
                "GEARMAND_SERVER_KEY", "" + this.key,
                "GEARMAND_CA_CERTIFICATE", "" + this.ca);
        assertThat(tls(environment, "--ssl", "--ssl-certificate=/no/such.pem"))
                .isEqualTo(TlsOptions.of(this.certificate, this.key).withClientCa(this.ca));
    }

    @Test
    void protocolsCiphersAndTimeAreChosen() {
        assertThat(tls(
                        Map.of(),
                        "--ssl",
                        "--ssl-certificate=" + this.certificate,
                        "--ssl-key=" + this.key,
                        "--ssl-protocols=TLSv1.3,TLSv1.2",
                        "--ssl-ciphers=TLS_AES_128_GCM_SHA256",
                        "--ssl-handshake-timeout=3"))
                .isEqualTo(TlsOptions.of(this.certificate, this.key)
                        .withProtocols(List.of("TLSv1.3", "TLSv1.2"), List.of("TLS_AES_128_GCM_SHA256"))
                        .withHandshakeTimeout(Duration.ofSeconds(3)));
    }

    @Test
    void refusesFilesThatAreMissingOrNeedTls() {
        assertThatThrownBy(() -> tls(Map.of(), "--ssl", "--ssl-certificate=/no/such.pem"))
                .hasMessage("--ssl-certificate: /no/such.pem is not there");
        assertThatThrownBy(() -> tls(Map.of(), "--ssl-key=" + this.key))
                .hasMessageContaining("do nothing without --ssl");
    }

    private static String[] with(String[] words, String word) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = word;
        return all;
    }

    private static @Nullable TlsOptions tls(Map<String, String> environment, String... words) {
        return CommandLine.populateCommand(new TlsArguments(), words).tls(environment);
    }
}
