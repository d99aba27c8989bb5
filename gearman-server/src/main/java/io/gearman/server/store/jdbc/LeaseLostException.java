package io.gearman.server.store.jdbc;

/** The lease has ended, by the clock of the database: nothing may be changed in its name. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("the lease of this server has ended", null, false, false);
    }
}
