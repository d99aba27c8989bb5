/**
 * How payloads become Java values and back.
 *
 * <p>Stands on the message converters of spring-messaging; JSON by Jackson 3 where it is on the class path. Writes what
 * a peer in any language would write: no type headers, no Java serialization.
 */
@NullMarked
package io.gearman.spring.converter;

import org.jspecify.annotations.NullMarked;
