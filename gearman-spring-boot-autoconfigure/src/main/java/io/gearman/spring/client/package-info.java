/**
 * Typed clients: interfaces whose methods submit jobs, made into beans.
 *
 * <p>Uses {@code core} to submit and {@code annotation} to be told what; knows nothing of workers or Spring Boot.
 */
@NullMarked
package io.gearman.spring.client;

import org.jspecify.annotations.NullMarked;
