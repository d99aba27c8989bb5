/**
 * The actuator's view of Gearman: the endpoint {@code gearman} and what the endpoint {@code info} says.
 */
@NullMarked
package io.gearman.spring.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
