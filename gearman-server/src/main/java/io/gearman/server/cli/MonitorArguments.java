package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import io.gearman.server.MonitorOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server tells how it is. Ours; gearmand has no such thing. */
final class MonitorArguments {

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "Port of GET /metrics, for Prometheus, and GET /health. Default: none.")
    private @Nullable String port;

    @Option(
            names = "--monitor-host",
            paramLabel = "HOST",
            description = "Host name or address of that port. Default: where the server listens.")
    private @Nullable String host;

    @Option(
            names = "--monitor-functions",
            paramLabel = "N",
            description = "How many functions have metrics of their own; the others are added up. Default: 1000.")
    private @Nullable Integer functions;

    void applyTo(GearmanServerOptions.Builder options) {
        if (this.port == null) {
            return;
        }
        MonitorOptions monitor = MonitorOptions.onPort(ServicePort.of(this.port, "--monitor-port"));
        if (this.host != null) {
            monitor = monitor.withHost(this.host);
        }
        if (this.functions != null) {
            monitor = monitor.withMaxFunctions(this.functions);
        }
        options.monitor(monitor);
    }
}
