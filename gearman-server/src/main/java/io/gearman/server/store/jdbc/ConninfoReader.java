package io.gearman.server.store.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes apart what PostgreSQL's C library accepts as the description of a connection: words with values, or a URI. */
final class ConninfoReader {

    private final String text;

    private int position;

    private ConninfoReader(String text) {
        this.text = text;
    }

    static Map<String, String> read(String conninfo) {
        return conninfo.startsWith("postgresql://") || conninfo.startsWith("postgres://")
                ? uri(conninfo)
                : new ConninfoReader(conninfo).words();
    }

    private Map<String, String> words() {
        Map<String, String> settings = new LinkedHashMap<>();
        skipSpaces();
        while (this.position < this.text.length()) {
            String key = key();
            settings.put(key, value(key));
            skipSpaces();
        }
        return settings;
    }

    private String key() {
        int start = this.position;
        while (this.position < this.text.length() && !isSpace() && this.text.charAt(this.position) != '=') {
            this.position++;
        }
        String key = this.text.substring(start, this.position);
        skipSpaces();
        if (key.isEmpty() || this.position == this.text.length() || this.text.charAt(this.position) != '=') {
            throw new IllegalArgumentException(
                    "libpq conninfo: no \"=\" after \"" + key + "\" at character " + (start + 1));
        }
        this.position++;
        skipSpaces();
        return key;
    }

    private String value(String key) {
        boolean quoted = this.position < this.text.length() && this.text.charAt(this.position) == '\'';
        if (quoted) {
            this.position++;
        }
        StringBuilder value = new StringBuilder();
        while (this.position < this.text.length()) {
            char next = this.text.charAt(this.position);
            if (quoted ? next == '\'' : isSpace()) {
                break;
            }
            if (next == '\\' && this.position + 1 < this.text.length()) {
                next = this.text.charAt(++this.position);
            }
            value.append(next);
            this.position++;
        }
        if (quoted && this.position++ == this.text.length()) {
            throw new IllegalArgumentException("libpq conninfo: the quote of " + key + " is not closed");
        }
        return value.toString();
    }

    private void skipSpaces() {
        while (this.position < this.text.length() && isSpace()) {
            this.position++;
        }
    }

    private boolean isSpace() {
        return Character.isWhitespace(this.text.charAt(this.position));
    }

    private static Map<String, String> uri(String uri) {
        Map<String, String> settings = new LinkedHashMap<>();
        String rest = uri.substring(uri.indexOf("//") + 2);
        int query = rest.indexOf('?');
        if (query >= 0) {
            for (String pair : rest.substring(query + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw new IllegalArgumentException("libpq conninfo: no \"=\" in \"" + pair + "\" after \"?\"");
                }
                settings.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
            rest = rest.substring(0, query);
        }
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            put(settings, "dbname", rest.substring(slash + 1));
            rest = rest.substring(0, slash);
        }
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String[] user = rest.substring(0, at).split(":", 2);
            put(settings, "user", user[0]);
            put(settings, "password", user.length == 2 ? user[1] : "");
            rest = rest.substring(at + 1);
        }
        int colon = rest.startsWith("[") ? rest.indexOf(':', rest.indexOf(']')) : rest.indexOf(':');
        put(settings, "host", colon < 0 ? rest : rest.substring(0, colon));
        put(settings, "port", colon < 0 ? "" : rest.substring(colon + 1));
        return settings;
    }

    private static void put(Map<String, String> settings, String key, String encoded) {
        if (!encoded.isEmpty()) {
            settings.put(key, decoded(encoded));
        }
    }

    private static String decoded(String text) {
        // A plus is a plus in such a URI.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
