package io.gearman.server.store.jdbc;

import io.gearman.server.store.StoredJob;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What the rows of jobs have besides the job where servers share them. Used by one thread at a time. */
interface RowOwner {

    /** The tables are one server's. */
    RowOwner NONE = new RowOwner() {

        @Override
        public String columns() {
            return "";
        }

        @Override
        public String values() {
            return "";
        }

        @Override
        public String condition() {
            return "";
        }

        @Override
        public void bind(PreparedStatement insert, int index, StoredJob job) {
            // There are no more columns.
        }
    };

    /** Returns the additional columns, each after a comma. */
    String columns();

    /** Returns their values, each after a comma. */
    String values();

    /** Returns what else has to be true for a row to be changed, after an AND. */
    String condition();

    /** Sets the parameters of the values. */
    void bind(PreparedStatement insert, int index, StoredJob job) throws SQLException;
}
