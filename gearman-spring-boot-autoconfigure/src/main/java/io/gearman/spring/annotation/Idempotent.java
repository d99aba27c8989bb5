package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that running a job twice does no harm: when the job server that has accepted the job is lost before the result is
 * there, the job is submitted to another server instead of failing with {@code GearmanConnectionLostException}.
 *
 * <p>Goes on a method of an interface of {@code @EnableGearmanClients}, or on the interface for all its methods. A method
 * that returns partial data fails nevertheless if some of it has come. Background jobs are not concerned: the server that
 * has accepted one keeps it.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {}
