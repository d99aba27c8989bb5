package io.gearman.server.store.jdbc;

/** The way to speak to MySQL, which has no bulk statements; tried on MariaDB. */
class MySqlJobDatabaseTest extends MariaDbJobDatabaseTest {

    @Override
    String url() {
        return super.url() + "?useBulkStmts=false&useBulkStmtsForInserts=false";
    }
}
