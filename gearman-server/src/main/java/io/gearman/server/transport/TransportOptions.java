package io.gearman.server.transport;

import io.gearman.protocol.ProtocolLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ServerTransport}.
 *
 * @param withSockets whether it will listen on TCP
 * @param withLocal whether it will listen within this JVM
 * @param backlog how many connections the system holds until they are accepted
 * @param protocolLimits what one packet may be
 * @param maxConnections the most TCP connections at once
 * @param packetTimeout how long a peer may take for the rest of a packet, or for 64 KiB more of it
 * @param maxOutboundBytes how much may wait for one peer that does not read before it is disconnected
 * @param maxBufferBytes how much all unfinished packets, and likewise all that peers do not read, may have together
 * @param tls TLS of the TCP ports, or {@code null} for none
 * @param keepIdleSeconds after how much silence a peer is probed; -1 for the system's default
 * @param keepIntervalSeconds how long to wait for an answer before the next probe; -1 likewise
 * @param keepCount how many probes stay unanswered before the connection is lost; -1 likewise
 */
public record TransportOptions(
        boolean withSockets,
        boolean withLocal,
        int backlog,
        ProtocolLimits protocolLimits,
        int maxConnections,
        Duration packetTimeout,
        long maxOutboundBytes,
        long maxBufferBytes,
        @Nullable ServerTls tls,
        int keepIdleSeconds,
        int keepIntervalSeconds,
        int keepCount) {}
