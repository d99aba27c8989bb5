package io.gearman.server.store.jdbc;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the tables of a {@link JdbcJobDatabase}.
 *
 * @param prefix what the names of the store's own tables begin with: letters, digits and underscores, at most 40, perhaps after
 *     the name of a schema and a dot
 * @param gearmandTable the table of the C gearmand whose jobs are moved into the store, or {@code null} for none
 */
public record JdbcTables(String prefix, @Nullable String gearmandTable) {

    /** The prefix of the store's own tables unless another one is asked for. */
    public static final String DEFAULT_PREFIX = "gearman";

    private static final Set<String> GEARMAND_DEFAULTS = Set.of("gearman_queue", "queue");

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]{0,63}");

    private static final int MAX_PREFIX_LENGTH = 40;

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if a name cannot be used
     */
    public JdbcTables {
        if (gearmandTable != null) {
            check("table of gearmand", gearmandTable);
        }
        check("prefix of tables", prefix);
        if (prefix.length() - prefix.indexOf('.') - 1 > MAX_PREFIX_LENGTH) {
            throw new IllegalArgumentException(
                    "prefix of tables: " + prefix + " (expected: at most " + MAX_PREFIX_LENGTH + " characters)");
        }
    }

    /**
     * Names the tables of a store that takes no jobs from a gearmand.
     *
     * @param prefix what the names of the tables begin with
     * @return the names
     */
    public static JdbcTables of(String prefix) {
        return new JdbcTables(prefix, null);
    }

    /**
     * Names the tables of a store that takes the place of a gearmand: the jobs of its table are moved into the store.
     *
     * @param table gearmand's table
     * @return the names; the store's own ones begin with {@value #DEFAULT_PREFIX} if gearmand's table has one of its default
     *     names, {@code gearman_queue} and {@code queue}, else with the name of that table
     */
    public static JdbcTables inPlaceOf(String table) {
        return new JdbcTables(GEARMAND_DEFAULTS.contains(table) ? DEFAULT_PREFIX : table, table);
    }

    String jobs() {
        return this.prefix + "_jobs";
    }

    String numbers() {
        return this.prefix + "_numbers";
    }

    String leases() {
        return this.prefix + "_leases";
    }

    String damaged() {
        return this.prefix + "_damaged";
    }

    private static void check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + ": " + name
                    + " (expected: letters, digits and underscores, perhaps a schema and a dot before)");
        }
    }
}
