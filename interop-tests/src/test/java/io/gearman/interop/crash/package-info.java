/**
 * Crashes of the real job server process, and of the databases behind it: whatever was acknowledged is there afterwards.
 *
 * <p>{@code -Dgearman.crash.rounds=500} makes the rounds many, {@code -Dgearman.crash.seed=N} repeats a run's choices; the
 * moments of the crashes still depend on the machine.
 */
@NullMarked
package io.gearman.interop.crash;

import org.jspecify.annotations.NullMarked;
