/**
 * Methods that work jobs: how annotated methods are found and called, and the containers and the registry that run them.
 *
 * <p>Stands on {@code io.gearman.worker} and on the handler methods of spring-messaging; knows nothing of Spring Boot.
 */
@NullMarked
package io.gearman.spring.worker;

import org.jspecify.annotations.NullMarked;
