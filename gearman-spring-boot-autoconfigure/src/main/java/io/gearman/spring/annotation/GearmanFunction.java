package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a method of a bean the worker of a Gearman function.
 *
 * <p>The job's payload, its {@code JobContext}, its headers ({@code @Header("gearman_unique")} and the like) and any
 * number of them together may be parameters. A parameter that is none of these, or that carries {@code @Payload},
 * receives the payload: {@code byte[]} and {@code InputStream} as it came, {@code String} as UTF-8, anything else from JSON. What the method
 * returns goes the same way back to the caller: {@code null} and {@code void} give an empty result, a
 * {@code CompletableFuture} or {@code Mono} is waited for, and the elements of a {@code Stream}, {@code Iterator} or
 * {@code Flux} are sent one by one as data, with an empty result. An exception fails the job and reaches the caller as
 * {@code "Class: message"}.
 *
 * <p>The method may have any visibility but private and must not be static. Repeat the annotation to serve several
 * functions with one method, or put it on an annotation of your own. All attributes take placeholders
 * ({@code "${sms.function}"}) and expressions ({@code "#{@settings.functionName}"}).
 *
 * <p>A bean that is created lazily serves its function from the moment it is created.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(GearmanFunctions.class)
@Reflective(GearmanFunctionReflectiveProcessor.class)
public @interface GearmanFunction {

    /**
     * Name of the function, an alias of {@link #name()}.
     *
     * @return the name by which clients call the function
     */
    @AliasFor("name")
    String value() default "";

    /**
     * Name of the function as clients call it. No two methods of one application may have the same. By default, the
     * name of the method.
     *
     * @return the name by which clients call the function
     */
    @AliasFor("value")
    String name() default "";

    /**
     * How many jobs of this function run at once in this application: a number such as {@code "4"}, or a range such as
     * {@code "2-10"} that grows with load and shrinks when idle. By default, {@code gearman.worker.concurrency}.
     *
     * @return the number of jobs at once
     */
    String concurrency() default "";

    /**
     * How long one job may run, as a simple ({@code "30s"}) or an ISO-8601 duration ({@code "PT30S"}). A job that runs longer is interrupted; the job server takes it away and, as long as it may be retried,
     * gives it to a worker again. By default, no limit.
     *
     * @return the longest time for one job
     */
    String timeout() default "";

    /**
     * Identifier of the function's container in the {@code GearmanWorkerRegistry}. By default, the function's name.
     *
     * @return the identifier, unique within the application
     */
    String id() default "";

    /**
     * Whether the function is served as soon as the application runs ({@code "true"} or {@code "false"}). By default,
     * {@code gearman.worker.auto-startup}.
     *
     * @return {@code "true"}, {@code "false"} or empty for the default
     */
    String autoStartup() default "";

    /**
     * Bean name of the {@code GearmanErrorHandler} that is asked when the method has thrown for the last time. By default, the one
     * named {@code gearmanErrorHandler}; without it the exception goes to the caller.
     *
     * @return the name of the bean
     */
    String errorHandler() default "";

    /**
     * Bean name of the {@code GearmanWorkerContainerFactory} that makes the container. By default, the one named
     * {@code gearmanWorkerContainerFactory}.
     *
     * @return the name of the bean
     */
    String containerFactory() default "";
}
