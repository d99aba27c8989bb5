/**
 * Spring Boot's part: properties, conditions and default beans for the client, the template, the workers and the
 * embedded job server.
 *
 * <p>May use everything else in this module; nothing outside {@code io.gearman.spring.boot} uses it.
 */
@NullMarked
package io.gearman.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
