/** Tests of the stores, and the contracts that every database and every store passes. */
@NullMarked
package io.gearman.server.store;

import org.jspecify.annotations.NullMarked;
