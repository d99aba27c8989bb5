/**
 * The durable store for one machine, which needs no setup: a directory. It is SQLite behind the same tables as every other
 * database; needs HikariCP and sqlite-jdbc, which are optional dependencies.
 */
@NullMarked
package io.gearman.server.store.embedded;

import org.jspecify.annotations.NullMarked;
