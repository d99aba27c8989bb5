package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
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

    void applyTo(GearmanServerOptions.Builder options) {
        options.port(port()).backlog(this.backlog);
        if (this.listen != null) {
            options.listen(this.listen);
        }
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
