/**
 * Stores in databases behind JDBC: SQLite, H2, MySQL, MariaDB and PostgreSQL. {@link io.gearman.server.store.jdbc.JdbcJobDatabase}
 * keeps the jobs in the same tables everywhere; what differs is in the {@code JdbcDialect}s. Needs HikariCP and the driver of the
 * database, which are optional dependencies; uses nothing of the server but {@link io.gearman.server.store}.
 */
@NullMarked
package io.gearman.server.store.jdbc;

import org.jspecify.annotations.NullMarked;
