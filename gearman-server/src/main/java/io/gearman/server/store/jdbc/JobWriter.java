package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobChecksum;
import io.gearman.server.store.JobStoreException;
import io.gearman.server.store.JobWrite;
import io.gearman.server.store.StoredJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Turns changes into batches of statements that are prepared once. Used by one thread at a time, within a transaction. */
final class JobWriter {

    private static final int MAX_ROWS = 1000;

    /** Beyond these bytes of payload a batch is sent, so that no driver has to hold too much at once. */
    private static final long BATCH_BYTES = 8L << 20;

    private final PreparedStatement insert;

    private final PreparedStatement update;

    private final PreparedStatement delete;

    private int pendingRows;

    private long pendingBytes;

    /** The largest number among the pending updates and deletes. */
    private long changed;

    private final long maxBytes;

    private final RowOwner owner;

    JobWriter(Connection connection, JdbcDialect dialect, JdbcTables tables, RowOwner owner) throws SQLException {
        this.owner = owner;
        String table = tables.jobs();
        this.insert = connection.prepareStatement("INSERT INTO " + table + " (" + JobSchema.COLUMNS + owner.columns()
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?" + owner.values() + ")");
        this.update = connection.prepareStatement(
                "UPDATE " + table + " SET retries = ? WHERE number = ?" + owner.condition());
        this.delete = connection.prepareStatement("DELETE FROM " + table + " WHERE number = ?" + owner.condition());
        this.maxBytes = dialect.maxBytes(connection);
    }

    void write(List<JobWrite> writes) throws SQLException {
        try {
            for (JobWrite write : writes) {
                add(write);
                if (++this.pendingRows >= MAX_ROWS || this.pendingBytes > BATCH_BYTES) {
                    flush();
                }
            }
            flush();
        } finally {
            // Nothing is left here but after an error.
            forget();
        }
    }

    private void add(JobWrite write) throws SQLException {
        if (write instanceof JobWrite.Save save) {
            save(save.job(), save.retries());
        } else if (write instanceof JobWrite.Retried retried) {
            this.changed = Math.max(this.changed, retried.number());
            this.update.setInt(1, retried.retries());
            this.update.setLong(2, retried.number());
            this.update.addBatch();
        } else if (write instanceof JobWrite.Delete deleted) {
            this.changed = Math.max(this.changed, deleted.number());
            this.delete.setLong(1, deleted.number());
            this.delete.addBatch();
        }
    }

    private void save(StoredJob job, int retries) throws SQLException {
        // Batches are sent by kind, inserts first. Only a job whose number was changed before would notice.
        byte[] payload = job.payload();
        if (job.number() <= this.changed || this.pendingBytes + payload.length > this.maxBytes) {
            flush();
        }
        if (payload.length > this.maxBytes) {
            throw new JobStoreException(
                    "a payload of " + payload.length + " bytes does not fit into its packets; set"
                            + " max_allowed_packet to more than that, at most 1 GB",
                    "A payload of " + payload.length + " bytes is too large for the job store");
        }
        this.insert.setLong(1, job.number());
        this.insert.setBytes(2, job.functionName());
        this.insert.setBytes(3, job.unique());
        this.insert.setBytes(4, payload);
        this.insert.setBytes(5, job.reducer());
        this.insert.setInt(6, job.priority().ordinal());
        this.insert.setLong(7, job.runAtMillis());
        this.insert.setInt(8, retries);
        this.insert.setInt(9, JobChecksum.of(job));
        this.owner.bind(this.insert, 10, job);
        this.insert.addBatch();
        this.pendingBytes += payload.length;
    }

    private void flush() throws SQLException {
        this.insert.executeBatch();
        this.update.executeBatch();
        this.delete.executeBatch();
        forget();
    }

    private void forget() throws SQLException {
        this.insert.clearBatch();
        this.update.clearBatch();
        this.delete.clearBatch();
        this.pendingRows = 0;
        this.pendingBytes = 0;
        this.changed = 0;
    }
}
