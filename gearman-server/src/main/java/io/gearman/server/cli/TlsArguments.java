package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import io.gearman.server.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** TLS of the port, with gearmand's options, defaults and environment variables, which win over the options. */
final class TlsArguments {

    @Option(names = "--ssl", description = "Take TLS connections on the port, and no others.")
    private boolean ssl;

    @Option(
            names = "--ssl-certificate",
            paramLabel = "FILE",
            description = "Certificate of the server, PEM, and those that lead to its issuer. Default: the environment"
                    + " variable GEARMAND_SERVER_PEM, or /etc/ssl/certs/gearmand.pem.")
    private @Nullable Path certificate;

    @Option(
            names = "--ssl-key",
            paramLabel = "FILE",
            description = "Its private key, PEM. Default: GEARMAND_SERVER_KEY, or /etc/ssl/certs/gearmand.key.")
    private @Nullable Path key;

    @Option(
            names = "--ssl-ca-file",
            paramLabel = "FILE",
            description = "Who may issue the certificates of clients and workers, PEM. With it they must have one."
                    + " Default: GEARMAND_CA_CERTIFICATE, or none.")
    private @Nullable Path ca;

    @Option(
            names = "--ssl-client-certificate",
            paramLabel = "WHETHER",
            description = "With a CA file, whether peers must show a certificate: required, optional or, as with"
                    + " gearmand, none. Default: required.")
    private String clientCertificate = "required";

    @Option(
            names = "--ssl-protocols",
            paramLabel = "NAME",
            split = ",",
            description = "Protocols, separated by commas. Default: TLSv1.2,TLSv1.3.")
    private List<String> protocols = List.of();

    @Option(
            names = "--ssl-ciphers",
            paramLabel = "NAME",
            split = ",",
            description = "Cipher suites by the names of the JDK, separated by commas. Default: the JDK's.")
    private List<String> ciphers = List.of();

    @Option(
            names = "--ssl-handshake-timeout",
            paramLabel = "SECONDS",
            description = "How long a peer may take for the handshake. Default: 10.")
    private int handshakeTimeout = 10;

    void applyTo(GearmanServerOptions.Builder options) {
        TlsOptions tls = tls(System.getenv());
        if (tls != null) {
            options.tls(tls);
        }
    }

    /** Returns what is asked for, or {@code null} if that is a port without TLS. */
    @Nullable
    TlsOptions tls(Map<String, String> environment) {
        if (!this.ssl) {
            if (Stream.of(this.certificate, this.key, this.ca).anyMatch(Objects::nonNull)) {
                throw new StartException(
                        "--ssl-certificate, --ssl-key and --ssl-ca-file do nothing without --ssl: add it, or leave them out");
            }
            return null;
        }
        Path certificateFile =
                orElse(file(environment, "GEARMAND_SERVER_PEM", this.certificate), "/etc/ssl/certs/gearmand.pem");
        Path keyFile = orElse(file(environment, "GEARMAND_SERVER_KEY", this.key), "/etc/ssl/certs/gearmand.key");
        Path caFile = file(environment, "GEARMAND_CA_CERTIFICATE", this.ca);
        checkReadable("--ssl-certificate", certificateFile);
        checkReadable("--ssl-key", keyFile);
        TlsOptions tls = TlsOptions.of(certificateFile, keyFile)
                .withProtocols(this.protocols, this.ciphers)
                .withHandshakeTimeout(Duration.ofSeconds(this.handshakeTimeout));
        if (caFile != null) {
            checkReadable("--ssl-ca-file", caFile);
            tls = withClients(tls, caFile);
        }
        return tls;
    }

    private static @Nullable Path file(Map<String, String> environment, String variable, @Nullable Path option) {
        String value = environment.get(variable);
        return value == null || value.isEmpty() ? option : Path.of(value);
    }

    private static Path orElse(@Nullable Path file, String otherwise) {
        return file == null ? Path.of(otherwise) : file;
    }

    private TlsOptions withClients(TlsOptions tls, Path caFile) {
        return switch (this.clientCertificate) {
            case "required" -> tls.withClientCa(caFile, TlsOptions.ClientCertificate.REQUIRED);
            case "optional" -> tls.withClientCa(caFile, TlsOptions.ClientCertificate.OPTIONAL);
            case "none" -> tls;
            default ->
                throw new StartException("--ssl-client-certificate: " + this.clientCertificate
                        + " (expected: required, optional or none)");
        };
    }

    private static void checkReadable(String option, Path file) {
        if (!Files.isReadable(file)) {
            throw new StartException(
                    option + ": " + file + (Files.exists(file) ? " cannot be read by this user" : " is not there"));
        }
    }
}
