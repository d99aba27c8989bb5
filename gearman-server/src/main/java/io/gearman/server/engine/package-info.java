/**
 * The deterministic core of the job server: functions, queues, jobs, abilities, sleepers, timers.
 *
 * <p>A single-writer state machine. It is called with a connection and a packet, or with the time, and answers through
 * {@link io.gearman.server.engine.Peer} and {@link io.gearman.server.store.JobStore}. It blocks never, starts no thread,
 * knows no channel and reads no clock, so a whole server can be replayed from a seed. May use {@code io.gearman.protocol}
 * and the SPI in {@code io.gearman.server.store}, and nothing else of this project.
 */
@NullMarked
package io.gearman.server.engine;

import org.jspecify.annotations.NullMarked;
