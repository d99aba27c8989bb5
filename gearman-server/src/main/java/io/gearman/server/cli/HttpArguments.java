package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import io.gearman.server.HttpOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Jobs over another protocol than Gearman's, of which there is one: HTTP. */
final class HttpArguments {

    @Option(
            names = {"-r", "--protocol"},
            paramLabel = "PROTOCOL",
            description = "Take jobs over this protocol, too: http.")
    private @Nullable String protocol;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of POST /function, with --protocol=http. Default: 8080.")
    private String port = String.valueOf(HttpOptions.DEFAULT_PORT);

    @Option(
            names = "--http-host",
            paramLabel = "HOST",
            description = "Host name or address of that port. Default: where the server listens.")
    private @Nullable String host;

    @Option(
            names = "--http-max-payload",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "The longest payload over HTTP, in bytes or as 16M. Default: 64M.")
    private @Nullable Long maxPayload;

    @Option(
            names = "--http-job-timeout",
            paramLabel = "SECONDS",
            description = "How long a client waits for its job before it is told 504. Default: as long as it likes.")
    private @Nullable Integer jobTimeout;

    void applyTo(GearmanServerOptions.Builder options) {
        if (this.protocol == null) {
            return;
        }
        if (!this.protocol.equals("http")) {
            throw new StartException("Unknown protocol module : " + this.protocol + " (expected: http)");
        }
        HttpOptions http = HttpOptions.onPort(ServicePort.of(this.port, "--http-port"));
        if (this.host != null) {
            http = http.withHost(this.host);
        }
        if (this.maxPayload != null) {
            http = http.withMaxPayload((int) Math.min(Integer.MAX_VALUE, this.maxPayload));
        }
        if (this.jobTimeout != null) {
            http = http.withJobTimeout(Duration.ofSeconds(this.jobTimeout));
        }
        options.http(http);
    }
}
