/**
 * What happens to connections, functions and jobs, told as application events.
 *
 * <p>Uses Spring's event support and the types of the worker library; published by {@code core} and {@code worker}.
 */
@NullMarked
package io.gearman.spring.event;

import org.jspecify.annotations.NullMarked;
