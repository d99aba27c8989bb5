package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter that is the <em>unique</em> of a job: jobs of one function with the same unique are coalesced.
 *
 * <p>In an interface of {@code @EnableGearmanClients} the argument's {@code toString()} is what the job is submitted with;
 * {@code null} and the empty text are no unique. In a worker's method the parameter receives the unique of the job as
 * text. If the submitter gave none, that is empty, or what the client made up for a background job. The parameter is not the payload, unless it carries {@code @Payload} as well.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Unique {}
