/**
 * The shell around the engine: sockets and in-JVM channels, event loops, one flush per turn, back-pressure.
 *
 * <p>The path of a packet: channel, {@link io.gearman.protocol.PacketDecoder}, {@code ConnectionHandler},
 * {@link io.gearman.server.engine.JobEngine}, {@code ChannelPeer}, {@link io.gearman.protocol.PacketEncoder}, channel.
 */
@NullMarked
package io.gearman.server.transport;

import org.jspecify.annotations.NullMarked;
