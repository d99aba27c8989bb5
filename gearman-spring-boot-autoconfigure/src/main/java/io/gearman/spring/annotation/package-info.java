/**
 * The annotations by which a bean's method becomes a Gearman function.
 *
 * <p>Uses Spring's annotation and hint support only; knows nothing of connections, containers or Spring Boot.
 */
@NullMarked
package io.gearman.spring.annotation;

import org.jspecify.annotations.NullMarked;
