package io.gearman.server.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** Errors that standard SQL numbers. */
final class SqlStates {

    private static final Set<String> CONFLICTS = Set.of("23000", "23505", "40001", "40P01");

    private SqlStates() {}

    /** Tells whether the same would succeed if it came a moment later: a key that another one has just used, or a deadlock. */
    static boolean isConflict(SQLException error) {
        for (SQLException ex = error; ex != null; ex = ex.getNextException()) {
            if (CONFLICTS.contains(String.valueOf(ex.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    static String advice(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (state.startsWith("08")) {
            return "; is the database running, and can this machine reach it?";
        }
        return switch (state) {
            case "28000", "28P01" -> "; check the user and the password";
            case "3D000" -> "; make it with CREATE DATABASE";
            case "42501" -> "; let the user make the tables, or grant SELECT, INSERT, UPDATE and DELETE on them";
            case "53100" -> "; make room on the disk of the database";
            default -> "";
        };
    }
}
