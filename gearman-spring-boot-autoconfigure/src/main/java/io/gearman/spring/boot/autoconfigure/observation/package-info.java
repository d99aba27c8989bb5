/**
 * Observations of submissions and jobs, where an application has an observation registry and asks for them.
 */
@NullMarked
package io.gearman.spring.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
