package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says for all functions of a class what their {@link GearmanFunction} annotations leave open. Makes no bean of the class
 * and no function of its methods.
 *
 * <p>What holds for a function is, in this order, what {@code gearman.worker.functions} says of it, its method's
 * annotation, this annotation, and {@code gearman.worker}. May be put on a superclass, an interface or an annotation of
 * your own. All attributes take placeholders and expressions.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface GearmanWorker {

    /**
     * How many jobs of each function run at once: a number such as {@code "4"}, or a range such as {@code "2-10"} that grows
     * with load and shrinks when idle. By default, {@code gearman.worker.concurrency}.
     *
     * @return the number of jobs at once
     */
    String concurrency() default "";

    /**
     * How long one job may run, such as {@code "30s"} or {@code "PT30S"}. By default, {@code gearman.worker.timeout}.
     *
     * @return the longest time for one job
     */
    String timeout() default "";

    /**
     * Whether the functions are served as soon as the application runs ({@code "true"} or {@code "false"}). By default,
     * {@code gearman.worker.auto-startup}.
     *
     * @return {@code "true"}, {@code "false"} or empty for the default
     */
    String autoStartup() default "";

    /**
     * Bean name of the {@code GearmanErrorHandler} that is asked when a method has thrown for the last time. By default, the one
     * named {@code gearmanErrorHandler}.
     *
     * @return the name of the bean
     */
    String errorHandler() default "";

    /**
     * Bean name of the {@code GearmanWorkerContainerFactory} that makes the containers. By default, the one named
     * {@code gearmanWorkerContainerFactory}.
     *
     * @return the name of the bean
     */
    String containerFactory() default "";
}
