package io.gearman.spring.boot.autoconfigure.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is measured.
 *
 * @param maxFunctions Number of functions that have meters of their own. Those of further functions are left out.
 */
@ConfigurationProperties("gearman.metrics")
record GearmanMetricsProperties(@DefaultValue("1000") int maxFunctions) {}
