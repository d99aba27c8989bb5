/**
 * Micrometer observations of submitting and of working jobs, with the context of a trace handed on in the payload's envelope.
 *
 * <p>Stands on {@code io.gearman.spring.core} and {@code io.gearman.spring.worker}, which know nothing of it.
 */
@NullMarked
package io.gearman.spring.observation;

import org.jspecify.annotations.NullMarked;
