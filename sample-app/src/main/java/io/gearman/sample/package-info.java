/**
 * The sample application: a small notification and document service on Gearman. One package for each feature; a feature
 * may use the Gearman starter and {@code web}, never another feature's inside.
 */
@NullMarked
package io.gearman.sample;

import org.jspecify.annotations.NullMarked;
