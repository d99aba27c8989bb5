/** Stores behind JDBC, tried on the real databases. */
@NullMarked
package io.gearman.server.store.jdbc;

import org.jspecify.annotations.NullMarked;
