/** The starter: one annotated method for jobs, one for requests, and {@code GearmanTemplate}. May use {@code io.gearman.rivals}. */
@NullMarked
package io.gearman.rivals.gearman;

import org.jspecify.annotations.NullMarked;
