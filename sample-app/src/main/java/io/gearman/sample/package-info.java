/**
 * The sample application: a small notification and document service on Gearman. One package for each feature; a feature
 * may use the Gearman starter, {@code web}, and another feature's payloads, never its inside.
 */
@NullMarked
package io.gearman.sample;

import org.jspecify.annotations.NullMarked;
