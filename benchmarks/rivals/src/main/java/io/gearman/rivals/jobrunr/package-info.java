/** JobRunr on PostgreSQL: a job enqueued by a lambda expression. May use {@code io.gearman.rivals}. */
@NullMarked
package io.gearman.rivals.jobrunr;

import org.jspecify.annotations.NullMarked;
