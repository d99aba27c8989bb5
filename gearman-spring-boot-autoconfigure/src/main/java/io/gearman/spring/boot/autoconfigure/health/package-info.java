/**
 * Health of the job servers, the workers and the embedded server, where spring-boot-health is there.
 */
@NullMarked
package io.gearman.spring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
