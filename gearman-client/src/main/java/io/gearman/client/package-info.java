/**
 * The Gearman client: submits jobs to job servers and follows them.
 *
 * <p>{@link io.gearman.client.GearmanClient} is the way in; what it is given and what it returns are the other public
 * types. Stands on {@code io.gearman.transport} for connections. Knows nothing about workers.
 */
@NullMarked
package io.gearman.client;

import org.jspecify.annotations.NullMarked;
