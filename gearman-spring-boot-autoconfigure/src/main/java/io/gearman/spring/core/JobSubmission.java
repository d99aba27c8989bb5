package io.gearman.spring.core;

import java.util.Map;

/**
 * A job that is about to be submitted.
 *
 * @param function name of the function
 * @param background whether it is a background job
 * @param headers what travels with the payload if that has an envelope, by names that
 *     {@link io.gearman.spring.envelope.HeaderNames} allows; more may be added
 */
public record JobSubmission(String function, boolean background, Map<String, String> headers) {}
