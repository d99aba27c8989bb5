package io.gearman.spring.boot.autoconfigure.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What health means.
 *
 * @param requiredServers How many of the job servers have to answer.
 * @param timeout Longest time to wait for the job servers' answers.
 */
@ConfigurationProperties("gearman.health")
record GearmanHealthProperties(
        @DefaultValue("any") RequiredServers requiredServers,
        @DefaultValue("1s") Duration timeout) {

    /** How many job servers have to answer. */
    enum RequiredServers {
        /** One is enough: jobs go to those that are there. */
        ANY,
        /** Every one. */
        ALL
    }
}
