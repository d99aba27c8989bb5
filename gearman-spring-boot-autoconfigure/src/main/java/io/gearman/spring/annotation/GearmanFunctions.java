package io.gearman.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/** Holds several {@link GearmanFunction} annotations of one method; Java writes it when the annotation is repeated. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(GearmanFunctionReflectiveProcessor.class)
public @interface GearmanFunctions {

    /**
     * The repeated annotations.
     *
     * @return the functions that the method serves
     */
    GearmanFunction[] value();
}
