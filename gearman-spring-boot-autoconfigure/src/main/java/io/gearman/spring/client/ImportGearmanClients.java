package io.gearman.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes typed clients of the given interfaces.
 *
 * @see EnableGearmanClients how the methods of such an interface submit
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(GearmanClientRegistrar.class)
public @interface ImportGearmanClients {

    /**
     * Interfaces to make clients of, an alias of {@link #types()}.
     *
     * @return the interfaces
     */
    @AliasFor("types")
    Class<?>[] value() default {};

    /**
     * Interfaces to make clients of.
     *
     * @return the interfaces
     */
    @AliasFor("value")
    Class<?>[] types() default {};
}
