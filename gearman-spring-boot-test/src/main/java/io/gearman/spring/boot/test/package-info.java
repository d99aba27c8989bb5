/**
 * A job server of its own for each application context of a test. Uses the auto-configuration and Spring Boot's test support.
 */
@NullMarked
package io.gearman.spring.boot.test;

import org.jspecify.annotations.NullMarked;
