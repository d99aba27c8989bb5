package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import io.gearman.server.KeepaliveOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server listens. */
final class ListenArguments {

    private static final String PORT_VARIABLE = "GEARMAND_PORT";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Port to listen on, a number or a name of /etc/services. Default: the environment variable"
                    + " GEARMAND_PORT, or 4730.")
    private @Nullable String port;

    @Option(
            names = {"-L", "--listen"},
            paramLabel = "HOST",
            description = "Host name or address to listen on. Default: all addresses.")
    private @Nullable String listen;

    @Option(
            names = {"-b", "--backlog"},
            paramLabel = "N",
            description = "Connections that the system holds until they are accepted. Default: 1024.")
    private int backlog = 1024;

    @Option(names = "--keepalive", description = "Accepted and without effect: keepalive is always on.")
    private boolean keepalive;

    @Option(
            names = "--keepalive-idle",
            paramLabel = "SECONDS",
            description = "Silence after which a peer is probed. Default: the system's.")
    private int keepaliveIdle = -1;

    @Option(
            names = "--keepalive-interval",
            paramLabel = "SECONDS",
            description = "Time between two probes. Default: the system's.")
    private int keepaliveInterval = -1;

    @Option(
            names = "--keepalive-count",
            paramLabel = "N",
            description = "Unanswered probes after which the connection is lost. Default: the system's.")
    private int keepaliveCount = -1;

    void applyTo(GearmanServerOptions.Builder options) {
        options.port(port()).backlog(this.backlog).keepalive(keepalive());
        if (this.listen != null) {
            options.listen(this.listen);
        }
    }

    KeepaliveOptions keepalive() {
        return new KeepaliveOptions(this.keepaliveIdle, this.keepaliveInterval, this.keepaliveCount);
    }

    private int port() {
        if (this.port != null) {
            return ServicePort.of(this.port, "--port");
        }
        String variable = System.getenv(PORT_VARIABLE);
        return variable == null || variable.isBlank()
                ? GearmanServerOptions.DEFAULT_PORT
                : ServicePort.of(variable, PORT_VARIABLE);
    }
}
