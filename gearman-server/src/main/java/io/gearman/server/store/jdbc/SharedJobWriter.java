package io.gearman.server.store.jdbc;

import io.gearman.server.store.JobWrite;
import io.gearman.server.store.StoredJob;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the changes of one epoch, and leaves out the saves of which another server has the same job already. Used by one thread at
 * a time, within a transaction that holds the lease.
 */
final class SharedJobWriter implements RowOwner {

    private static final int MAX_IDS = 512;

    private final Connection connection;

    private final JdbcTables tables;

    private final long epoch;

    private final JobWriter writer;

    /** Those of the batch that is written: the number of the job that has it. */
    private final Map<ByteBuffer, Long> ids = new HashMap<>();

    SharedJobWriter(Connection connection, JdbcDialect dialect, JdbcTables tables, long epoch) throws SQLException {
        this.connection = connection;
        this.tables = tables;
        this.epoch = epoch;
        this.writer = new JobWriter(connection, dialect, tables, this);
    }

    /** Makes the changes in order, and returns which saves were left out, each with the number of the job that is there. */
    Map<Long, Long> write(List<JobWrite> writes) throws SQLException {
        Map<Long, Long> coalesced = new HashMap<>();
        Set<Long> saved = new HashSet<>();
        Set<Long> changed = new HashSet<>();
        int start = 0;
        for (int i = 0; i < writes.size(); i++) {
            JobWrite write = writes.get(i);
            boolean save = write instanceof JobWrite.Save;
            long number = number(write);
            if ((save ? changed : saved).contains(number)) {
                writePart(writes.subList(start, i), coalesced);
                saved.clear();
                changed.clear();
                start = i;
            }
            (save ? saved : changed).add(number);
        }
        writePart(writes.subList(start, writes.size()), coalesced);
        return coalesced;
    }

    private static long number(JobWrite write) {
        if (write instanceof JobWrite.Save save) {
            return save.job().number();
        }
        return write instanceof JobWrite.Delete delete ? delete.number() : ((JobWrite.Retried) write).number();
    }

    /** Makes changes of which no two are of the same job, if one of them is a save. */
    private void writePart(List<JobWrite> part, Map<Long, Long> coalesced) throws SQLException {
        List<JobWrite> saves = new ArrayList<>();
        List<JobWrite> changes = new ArrayList<>();
        this.ids.clear();
        for (JobWrite write : part) {
            if (write instanceof JobWrite.Save save) {
                saves.add(save);
                ByteBuffer id = UniqueIds.of(save.job());
                if (id != null) {
                    // Where two jobs have it, the engine has given up the first one, and is about to delete it.
                    this.ids.put(id, save.job().number());
                }
            } else {
                changes.add(write);
            }
        }
        // A job that ends makes room for one of the same unique.
        this.writer.write(changes);
        if (!this.ids.isEmpty()) {
            coalesced.putAll(findOthers());
            saves.removeIf(write -> coalesced.containsKey(number(write)));
        }
        this.writer.write(saves);
    }

    private Map<Long, Long> findOthers() throws SQLException {
        Map<Long, Long> others = new HashMap<>();
        List<Long> own = new ArrayList<>();
        List<ByteBuffer> all = new ArrayList<>(this.ids.keySet());
        for (int start = 0; start < all.size(); start += MAX_IDS) {
            findOthers(all.subList(start, Math.min(start + MAX_IDS, all.size())), others, own);
        }
        for (long number : own) {
            // This server has both jobs, so its engine has told them apart.
            JdbcDialect.execute(
                    this.connection,
                    "UPDATE " + this.tables.jobs() + " SET unique_id = NULL WHERE number = " + number + condition());
        }
        return others;
    }

    private void findOthers(List<ByteBuffer> some, Map<Long, Long> others, List<Long> own) throws SQLException {
        // A few lengths only, so that the database knows the statement.
        int length = Math.max(1, Integer.highestOneBit(some.size() - 1) * 2);
        try (PreparedStatement select = this.connection.prepareStatement("SELECT number, owner, unique_id FROM "
                + this.tables.jobs() + " WHERE unique_id IN (?" + ", ?".repeat(length - 1) + ")")) {
            for (int i = 0; i < length; i++) {
                select.setBytes(i + 1, some.get(Math.min(i, some.size() - 1)).array());
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong(2) == this.epoch) {
                        own.add(rows.getLong(1));
                    } else {
                        Long number = this.ids.get(ByteBuffer.wrap(rows.getBytes(3)));
                        if (number != null) {
                            others.put(number, rows.getLong(1));
                        }
                    }
                }
            }
        }
    }

    @Override
    public String columns() {
        return ", owner, unique_id";
    }

    @Override
    public String values() {
        return ", " + this.epoch + ", ?";
    }

    @Override
    public String condition() {
        return " AND owner = " + this.epoch;
    }

    @Override
    public void bind(PreparedStatement insert, int index, StoredJob job) throws SQLException {
        ByteBuffer id = UniqueIds.of(job);
        Long number = id == null ? null : this.ids.get(id);
        insert.setBytes(index, id != null && number != null && number == job.number() ? id.array() : null);
    }
}
