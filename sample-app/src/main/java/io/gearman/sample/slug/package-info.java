/** A function that a PHP worker serves, called from Java. */
@NullMarked
package io.gearman.sample.slug;

import org.jspecify.annotations.NullMarked;
