package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter that says when a background job is to run: an {@link java.time.Instant}, or a
 * {@link java.time.Duration} from the call on. {@code null} is at once. Gearman counts in whole seconds.
 *
 * <p>For methods of an interface of {@code @EnableGearmanClients} that submit in the background. A worker that implements
 * the method receives {@code null}: the job server does not pass it on.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RunAt {}
