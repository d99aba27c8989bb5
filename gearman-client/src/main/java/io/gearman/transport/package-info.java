/**
 * The connection layer that clients and workers share: where a job server is, how to reach it, and how to keep reaching
 * it.
 *
 * <p>Stands on {@code io.gearman.protocol} and Netty. Knows neither clients nor workers: they learn what happens on a
 * connection through {@link io.gearman.transport.ConnectionListener}.
 */
@NullMarked
package io.gearman.transport;

import org.jspecify.annotations.NullMarked;
