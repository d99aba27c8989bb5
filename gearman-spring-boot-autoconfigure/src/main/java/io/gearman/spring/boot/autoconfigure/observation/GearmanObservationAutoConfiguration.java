package io.gearman.spring.boot.autoconfigure.observation;

import io.gearman.spring.observation.GearmanProcessObservationConvention;
import io.gearman.spring.observation.GearmanSubmitObservationConvention;
import io.gearman.spring.observation.JobObservations;
import io.gearman.spring.observation.SubmissionObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of observations: of submissions with {@code gearman.template.observation-enabled}, of jobs with
 * {@code gearman.worker.observation-enabled}.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "gearman.enabled", matchIfMissing = true)
public final class GearmanObservationAutoConfiguration {

    /** Within what tells the logging system of the job, around all else. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "gearman.template.observation-enabled")
    SubmissionObservations gearmanSubmissionObservations(
            ObservationRegistry registry, ObjectProvider<GearmanSubmitObservationConvention> convention) {
        return new SubmissionObservations(registry, convention.getIfUnique());
    }

    @Bean
    @Order(ORDER)
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "gearman.worker.observation-enabled")
    JobObservations gearmanJobObservations(
            ObservationRegistry registry, ObjectProvider<GearmanProcessObservationConvention> convention) {
        return new JobObservations(registry, convention.getIfUnique());
    }
}
