package io.gearman.server.store.jdbc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What gearmand's {@code --libpq-conninfo} says, in the words of JDBC. The text is what PostgreSQL's C library takes:
 * {@code host=db port=5432 dbname=jobs user=gearman password='it\'s secret' sslmode=require}, or a URI that begins with
 * {@code postgresql://}. What it does not say comes from the environment ({@code PGHOST}, {@code PGPORT},
 * {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD}, {@code PGSSLMODE}), then from the defaults of the C library; only
 * that the default host is {@code localhost}, since JDBC knows no Unix sockets.
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

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "host", "PGHOST",
            "port", "PGPORT",
            "dbname", "PGDATABASE",
            "user", "PGUSER",
            "password", "PGPASSWORD",
            "sslmode", "PGSSLMODE");

    /** What has no meaning here, but does no harm. */
    private static final Set<String> IGNORED =
            Set.of("application_name", "fallback_application_name", "client_encoding", "connect_timeout", "keepalives");

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
                            + " (expected: host, hostaddr, port, dbname, user, password, sslmode, sslrootcert, sslcert, sslkey)");
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
        char separator = '?';
        for (String key : PASSED_ON.stream().sorted().toList()) {
            String value = settings.get(key);
            if (value != null) {
                url.append(separator).append(key).append('=').append(encoded(value));
                separator = '&';
            }
        }
        return url.toString();
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
