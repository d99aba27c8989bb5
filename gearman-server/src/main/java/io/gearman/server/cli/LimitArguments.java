package io.gearman.server.cli;

import io.gearman.protocol.ProtocolLimits;
import io.gearman.server.ConnectionLimits;
import io.gearman.server.GearmanServerOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What peers may cost. Ours; gearmand has no such limits. */
final class LimitArguments {

    /** Files that are no connections: the jar, the log, those of the store and of the JVM. */
    private static final int OTHER_FILES = 64;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "The most connections at once. Default: 16384, or what -f leaves for them.")
    private @Nullable Integer connections;

    @Option(
            names = "--packet-timeout",
            paramLabel = "SECONDS",
            description = "How long a peer may take for the rest of a packet, or for 64 KiB more of it. Default: 120.")
    private @Nullable Integer packetTimeout;

    @Option(
            names = "--max-packet-size",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "The longest packet, in bytes or as 16M. Default: 256M.")
    private @Nullable Long packetSize;

    @Option(
            names = "--max-unread",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "How much may wait for a peer that does not read. Default: 1G.")
    private @Nullable Long unread;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "What jobs and buffers may have together before new jobs are refused. Default: 60 percent of the"
                            + " heap.")
    private @Nullable Long memory;

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            description = "The most jobs of a function, unless maxqueue says otherwise. Default: any number.")
    private @Nullable Integer queue;

    @Option(names = "--max-functions", paramLabel = "N", description = "The most functions at once. Default: 16384.")
    private int functions = ConnectionLimits.DEFAULT.maxFunctions();

    @Option(
            names = "--max-function-name",
            paramLabel = "BYTES",
            description = "The longest name of a function. Default: 512.")
    private int functionName = ConnectionLimits.DEFAULT.maxFunctionName();

    @Option(
            names = "--max-functions-per-connection",
            paramLabel = "N",
            description = "The most functions of one worker. Default: 1024.")
    private int functionsPerConnection = ConnectionLimits.DEFAULT.maxFunctionsPerConnection();

    void applyTo(GearmanServerOptions.Builder options, @Nullable Integer fileDescriptors) {
        ConnectionLimits limits =
                ConnectionLimits.DEFAULT.withFunctions(this.functions, this.functionName, this.functionsPerConnection);
        if (this.connections != null) {
            limits = limits.withMaxConnections(this.connections);
        } else if (fileDescriptors != null) {
            limits = limits.withMaxConnections(Math.max(1, fileDescriptors - OTHER_FILES));
        }
        if (this.packetTimeout != null) {
            limits = limits.withPacketTimeout(Duration.ofSeconds(this.packetTimeout));
        }
        if (this.memory != null) {
            limits = limits.withMaxMemory(this.memory);
        }
        if (this.queue != null) {
            limits = limits.withMaxQueue(this.queue);
        }
        options.connectionLimits(limits);
        if (this.packetSize != null) {
            // What is beyond an int is refused there.
            int size = (int) Math.min(Integer.MAX_VALUE, this.packetSize);
            options.protocolLimits(ProtocolLimits.DEFAULT.withMaxPacketSize(size));
        }
        if (this.unread != null) {
            options.maxOutboundBytes(this.unread);
        }
    }
}
