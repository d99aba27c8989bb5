package io.gearman.server.store.jdbc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What gearmand's {@code --libpq-conninfo} says, in the words of JDBC. The text is what PostgreSQL's C library takes:
 * {@code host=db port=5432 dbname=jobs user=gearman password='it\'s secret' sslmode=require}, or a URI that begins with
 * {@code postgresql://}. What it does not say comes from the environment ({@code PGHOST}, {@code PGPORT},
 * {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD}, {@code PGSSLMODE}, {@code PGCONNECT_TIMEOUT}), then from the
 * defaults of the C library; only that the default host is {@code localhost}, since JDBC knows no Unix sockets, and that
 * {@code connect_timeout} has a default, as a database that never answers is to be given up.
 *
 * @param url the URL for JDBC, without the user and the password
 * @param user the user
 * @param password the password, or {@code null} for none or the one in {@code ~/.pgpass}
 */
public record LibpqConninfo(
        String url, String user, @Nullable String password) {

    /** What JDBC calls the same as the C library. */
    private static final Set<String> PASSED_ON =
            Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "options");

    /** Seconds for all that comes before the first statement; 0 or less is no limit, as in the C library. */
    private static final String CONNECT_TIMEOUT = "connect_timeout";

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("host", "PGHOST"),
            Map.entry("port", "PGPORT"),
            Map.entry("dbname", "PGDATABASE"),
            Map.entry("user", "PGUSER"),
            Map.entry("password", "PGPASSWORD"),
            Map.entry("sslmode", "PGSSLMODE"),
            Map.entry(CONNECT_TIMEOUT, "PGCONNECT_TIMEOUT"));

    /** What has no meaning here, but does no harm. */
    private static final Set<String> IGNORED =
            Set.of("application_name", "fallback_application_name", "client_encoding", "keepalives");

    /**
     * Reads a text for the C library.
     *
     * @param conninfo the text; may be empty
     * @return what it says
     * @throws IllegalArgumentException if it cannot be read; the message says where
     */
    public static LibpqConninfo parse(String conninfo) {
        return parse(conninfo, System.getenv(), System.getProperty("user.name", "postgres"));
    }

    static LibpqConninfo parse(String conninfo, Map<String, String> environment, String systemUser) {
        Map<String, String> settings = new LinkedHashMap<>();
        ENVIRONMENT.forEach((key, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                settings.put(key, value);
            }
        });
        ConninfoReader.read(conninfo).forEach((key, value) -> {
            check(key);
            settings.put(key, value);
        });
        String user = settings.getOrDefault("user", systemUser);
        return new LibpqConninfo(url(settings, user), user, settings.get("password"));
    }

    private static void check(String key) {
        if (!ENVIRONMENT.containsKey(key)
                && !key.equals("hostaddr")
                && !PASSED_ON.contains(key)
                && !IGNORED.contains(key)) {
            throw new IllegalArgumentException(
                    "libpq conninfo: " + key
                            + " (expected: host, hostaddr, port, dbname, user, password, sslmode, sslrootcert, sslcert, sslkey, connect_timeout)");
        }
    }

    private static String url(Map<String, String> settings, String user) {
        String host = settings.getOrDefault("hostaddr", settings.getOrDefault("host", "localhost"));
        if (host.startsWith("/") || host.startsWith("@")) {
            throw new IllegalArgumentException("libpq conninfo: host=" + host
                    + " is a Unix socket, which JDBC cannot use (expected: a name or address, such as localhost)");
        }
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                .append(':')
                .append(settings.getOrDefault("port", "5432"))
                .append('/')
                .append(encoded(settings.getOrDefault("dbname", user)));
        Map<String, String> options = new TreeMap<>(settings);
        options.keySet().retainAll(PASSED_ON);
        String timeout = settings.get(CONNECT_TIMEOUT);
        if (timeout != null) {
            options.put("connectTimeout", seconds(timeout));
            options.put("loginTimeout", seconds(timeout));
        }
        char separator = '?';
        for (Map.Entry<String, String> option : options.entrySet()) {
            url.append(separator).append(option.getKey()).append('=').append(encoded(option.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    private static String seconds(String timeout) {
        try {
            return String.valueOf(Math.max(0, Integer.parseInt(timeout.strip())));
        } catch (NumberFormatException ex) {
            throw new IllegalArgumentException(
                    "libpq conninfo: " + CONNECT_TIMEOUT + "=" + timeout
                            + " (expected: seconds as a whole number, such as 30; 0 is no limit)",
                    ex);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return this.url + " user " + this.user;
    }
}
