package io.gearman.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes typed clients of all interfaces that have methods with
 * {@link io.gearman.spring.annotation.GearmanFunction @GearmanFunction}, found in packages and those below.
 *
 * <pre class="code">
 * interface Images {
 *
 *     &#64;GearmanFunction("image.resize")
 *     Image resize(Resize resize);                                  // foreground, waits
 *
 *     &#64;GearmanFunction("image.resize")
 *     CompletableFuture&lt;Image&gt; resizeLater(Resize resize);          // foreground, does not wait
 *
 *     &#64;GearmanFunction("image.frames")
 *     Stream&lt;Frame&gt; frames(String video);                           // foreground, data as it comes
 *
 *     &#64;GearmanFunction("image.purge")
 *     void purge(&#64;Unique &#64;Payload String id, JobPriority priority);  // background
 * }
 * </pre>
 *
 * <p>What a method returns says how it submits:
 * <ul>
 * <li>{@code void} and {@code JobHandle}: in the background. The method returns when a job server has accepted the job.
 * <li>{@code CompletableFuture}, {@code Mono}: in the foreground, without waiting. A {@code Mono} submits one job for each
 * subscription. Cancelling gives the job up.
 * <li>{@code Stream}, {@code Iterator}, {@code Flux}: in the foreground; the elements are the data that the worker sends
 * while the job runs, and its result unless that is empty. What has not been read yet is kept in memory without limit. A
 * stream that is not read to its end should be closed, which gives the job up.
 * <li>anything else: in the foreground, and waits. An empty result is {@code null} or an empty {@code Optional};
 * {@code Void} waits and gives {@code null}.
 * </ul>
 *
 * <p>One parameter, or none, is the payload. Others may be the {@link io.gearman.spring.annotation.Unique @Unique} of the
 * job, its {@code JobPriority}, the time to run it {@link io.gearman.spring.annotation.RunAt @RunAt} or to wait for
 * its result {@link io.gearman.spring.annotation.CallTimeout @CallTimeout}. Default methods without {@code @GearmanFunction} run as they are written. Errors are those of
 * {@link io.gearman.spring.core.GearmanOperations}. Of the annotation's attributes only the name is used.
 *
 * <p>A worker may implement the interface, so that both sides share functions and types. Within one application, who
 * injects the interface gets the client, which is the primary bean, not the worker.
 *
 * @see ImportGearmanClients
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(GearmanClientRegistrar.class)
public @interface EnableGearmanClients {

    /**
     * Packages to look in, an alias of {@link #basePackages()}.
     *
     * @return names of packages
     */
    @AliasFor("basePackages")
    String[] value() default {};

    /**
     * Packages to look in. By default, and without {@link #basePackageClasses()}, that of the annotated class.
     *
     * @return names of packages, with placeholders if need be
     */
    @AliasFor("value")
    String[] basePackages() default {};

    /**
     * Classes in whose packages to look.
     *
     * @return any classes of these packages
     */
    Class<?>[] basePackageClasses() default {};
}
