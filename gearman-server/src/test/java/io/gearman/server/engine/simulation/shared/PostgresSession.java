package io.gearman.server.engine.simulation.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A session of the database, as the database sees it: its client may be gone. */
final class PostgresSession {

    static final long NEVER = Long.MAX_VALUE;

    final int id;

    final ServerLife life;

    final Connection h2;

    /** What the transaction has changed. */
    final List<RowChange> changes = new ArrayList<>();

    /** The leases that the transaction has found to last, and holds. */
    final Set<Long> held = new HashSet<>();

    /** The leases that had ended when the transaction took hold of them. */
    final Set<Long> foundEnded = new HashSet<>();

    /** The leases that the transaction has marked as ended, and holds. */
    final Set<Long> ended = new HashSet<>();

    /** A transaction that had an error does nothing any more. */
    boolean aborted;

    boolean over;

    long idleTimeoutNanos;

    long lastUse;

    /** When the database notices that the client is gone. */
    long noticeAt = NEVER;

    /** When a commit arrives whose client has given up. */
    long commitAt = NEVER;

    /** When it last found a lease to last. */
    long heldAt;

    PostgresSession(int id, ServerLife life, Connection h2) {
        this.id = id;
        this.life = life;
        this.h2 = h2;
    }

    boolean isInTransaction() throws SQLException {
        return !this.h2.getAutoCommit();
    }

    /** When the database does something about it by itself. */
    long nextEvent() {
        long idle = this.idleTimeoutNanos == 0 ? NEVER : this.lastUse + this.idleTimeoutNanos;
        return Math.min(idle, Math.min(this.noticeAt, this.commitAt));
    }

    void forgetTransaction() {
        this.changes.clear();
        this.held.clear();
        this.foundEnded.clear();
        this.ended.clear();
        this.aborted = false;
    }

    @Override
    public String toString() {
        return "session " + this.id;
    }
}
