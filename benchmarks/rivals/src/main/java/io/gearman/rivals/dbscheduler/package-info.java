/** db-scheduler on PostgreSQL: a one-time task for each job, run at once in the application that schedules it. May use {@code io.gearman.rivals}. */
@NullMarked
package io.gearman.rivals.dbscheduler;

import org.jspecify.annotations.NullMarked;
