/**
 * What happens to clients, workers and jobs when job servers, databases or the network between them fail: every idempotent call is
 * answered, no acknowledged background job is lost, and whatever ran twice did so because of a fault that is on record.
 *
 * <p>Each kind of fault once in every build; {@code -Dgearman.chaos.rounds=200} and {@code -Dgearman.failover.seconds=300} make it
 * long, {@code -Dgearman.chaos.seed=N} repeats the choices of a run.
 */
@NullMarked
package io.gearman.interop.failover;

import org.jspecify.annotations.NullMarked;
