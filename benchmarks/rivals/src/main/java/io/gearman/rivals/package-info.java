/**
 * The starter beside its rivals: one application, a profile for each of them, and one driver that loads them all in the same
 * way. The driver knows {@link io.gearman.rivals.Rival} only; the packages below implement it and know nothing of each other.
 */
@NullMarked
package io.gearman.rivals;

import org.jspecify.annotations.NullMarked;
