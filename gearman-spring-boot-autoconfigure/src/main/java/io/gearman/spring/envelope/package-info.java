/**
 * The envelope that a payload may travel in, so that headers can travel with it: a CloudEvent in JSON.
 *
 * <p>Needs Jackson 3 to read or write one, and nothing to tell that a payload is not one. Uses no other package of ours.
 */
@NullMarked
package io.gearman.spring.envelope;

import org.jspecify.annotations.NullMarked;
