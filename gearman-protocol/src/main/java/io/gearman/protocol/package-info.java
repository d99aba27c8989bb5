/**
 * The Gearman wire: what a packet and a text command are, and how each becomes bytes and back.
 *
 * <p>Uses Netty's buffers and its codec base classes, nothing else. Knows no socket, no job and no queue: a server and a
 * client stand on it alike.
 */
@NullMarked
package io.gearman.protocol;

import org.jspecify.annotations.NullMarked;
