/**
 * Submitting jobs the Spring way: the operations, the template that performs them, and one job's fluent description.
 *
 * <p>Uses {@code io.gearman.client} and the payload conversion; knows nothing of workers or of Spring Boot.
 */
@NullMarked
package io.gearman.spring.core;

import org.jspecify.annotations.NullMarked;
