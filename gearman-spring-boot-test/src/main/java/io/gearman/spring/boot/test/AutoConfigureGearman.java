package io.gearman.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Gives the application context of a test a job server of its own, whatever {@code gearman.servers} and
 * {@code gearman.server.*} say: a {@link io.gearman.test.GearmanTestServer}, which may be injected.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureGearman
 * class SignupTests {
 *
 *     @Autowired
 *     GearmanTestServer gearman;
 * }
 * }</pre>
 *
 * <p>What holds for all tests may be said by the properties {@code gearman.test.listen} and
 * {@code gearman.test.synchronous}; an attribute that is {@code true} here wins.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(GearmanTestAutoConfiguration.class)
@PropertyMapping(value = "gearman.test", skip = PropertyMapping.Skip.ON_DEFAULT_VALUE)
public @interface AutoConfigureGearman {

    /**
     * Whether a background submission of the template or a typed client returns only when all jobs of its function have
     * ended. Jobs that are to run later are not waited for. A function that submits to itself would wait for itself: such
     * a test uses the methods of the server that wait.
     *
     * @return {@code true} to wait; by default submissions return when the job is accepted
     */
    boolean synchronous() default false;

    /**
     * Whether the server also listens on a free port of the loopback address, for programs outside the JVM.
     *
     * @return {@code true} to listen; by default there is no open port
     */
    boolean listen() default false;
}
