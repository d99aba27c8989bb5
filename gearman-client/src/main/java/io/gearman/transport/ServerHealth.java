package io.gearman.transport;

import org.jspecify.annotations.Nullable;

/**
 * How a client or worker stands with one job server at one moment.
 *
 * @param address the server
 * @param connected whether a connection is up
 * @param lastError why the last connection was lost or could not be made; {@code null} if that never happened. Kept
 *     after the connection is up again.
 */
public record ServerHealth(
        ServerAddress address, boolean connected, @Nullable String lastError) {}
