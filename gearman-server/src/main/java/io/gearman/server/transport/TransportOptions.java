package io.gearman.server.transport;

import io.gearman.protocol.ProtocolLimits;
import java.time.Duration;

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
 */
public record TransportOptions(
        boolean withSockets,
        boolean withLocal,
        int backlog,
        ProtocolLimits protocolLimits,
        int maxConnections,
        Duration packetTimeout,
        long maxOutboundBytes,
        long maxBufferBytes) {}
