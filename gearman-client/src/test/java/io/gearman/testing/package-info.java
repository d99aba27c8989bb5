/** A job server that does what a test tells it, for tests of clients and workers. */
@NullMarked
package io.gearman.testing;

import org.jspecify.annotations.NullMarked;
