package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how long a foreground method of an interface of {@code @EnableGearmanClients} waits for its result. When the time is
 * over, the call fails with {@code GearmanTimeoutException}; the job itself stays at the job server, and a worker may do it still.
 *
 * <p>Goes on a method, on the interface for all its foreground methods, or on a parameter of type
 * {@link java.time.Duration}, which has to be more than zero. What holds is the first of these that says something: the
 * argument if it is not {@code null}, the method, the interface, {@code gearman.template.timeout}.
 *
 * <p>Other than {@link GearmanFunction#timeout()}, it says nothing to workers: how long a job may run is theirs to say. A worker
 * that implements a method with such a parameter receives {@code null}.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CallTimeout {

    /**
     * The longest time from the submission to the result, as a simple ({@code "5s"}) or an ISO-8601 duration ({@code "PT5S"}).
     * Takes placeholders and expressions; an empty text says nothing. Not used of a parameter.
     *
     * @return the longest time
     */
    String value() default "";
}
