/**
 * Micrometer meters of the workers, the template and the embedded job server, where an application has a meter registry.
 */
@NullMarked
package io.gearman.spring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
