/**
 * HTTP: jobs on one port, metrics and health on another.
 *
 * <p>A job over HTTP is a request that {@code HttpJobCodec} turns into a packet; all behind it is as with other connections.
 * Metrics and health have a thread of their own. Netty's HTTP codec and Micrometer's Prometheus registry have to be on the
 * class path only when a server is told to use them.
 */
@NullMarked
package io.gearman.server.http;

import org.jspecify.annotations.NullMarked;
