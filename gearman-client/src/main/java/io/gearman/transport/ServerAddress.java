package io.gearman.transport;

import java.io.Serializable;
import java.util.Objects;

/**
 * Where a job server listens: a host and port, or a name inside this JVM.
 *
 * <p>The text form of {@link #toString()} is read back by {@link #parse(String)}: {@code host:port}, {@code [ipv6]:port}
 * or {@code jvm:name}. A host name is resolved anew each time a connection is made.
 *
 * @param host the host name or address without brackets; the name of the server if it is {@linkplain #isInJvm() in this
 *     JVM}
 * @param port the TCP port, 1 to 65535; 0 for a server in this JVM
 */
public record ServerAddress(String host, int port) implements Serializable {

    /** The port that Gearman servers listen on unless told otherwise. */
    public static final int DEFAULT_PORT = 4730;

    private static final String IN_JVM = "jvm";

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if the host is empty, holds a slash or blanks, or the port is out of range
     */
    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty() || host.indexOf('/') >= 0 || host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "host: '" + host + "' (expected: a host name or address without blanks or slashes)");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        if (port != 0 && host.equals(IN_JVM)) {
            throw new IllegalArgumentException("host: 'jvm' (reserved for servers in this JVM; expected: 'jvm.')");
        }
    }

    /**
     * Returns the address of a server that is reached by TCP.
     *
     * @param host a host name, an IPv4 address or an IPv6 address with or without brackets
     * @param port 1 to 65535
     * @return the address
     * @throws IllegalArgumentException if the host is empty or the port is out of range
     */
    public static ServerAddress of(String host, int port) {
        if (port == 0) {
            throw new IllegalArgumentException("port: 0 (expected: 1 to 65535)");
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new ServerAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /**
     * Returns the address of a server that runs in this JVM, without any open port.
     *
     * @param name the name under which the server listens
     * @return the address
     */
    public static ServerAddress inJvm(String name) {
        return new ServerAddress(name, 0);
    }

    /**
     * Reads an address.
     *
     * @param text {@code host}, {@code host:port}, {@code [ipv6]}, {@code [ipv6]:port} or {@code jvm:name}; without a
     *     port it is {@value #DEFAULT_PORT}
     * @return the address
     * @throws IllegalArgumentException if the text is none of these
     */
    public static ServerAddress parse(String text) {
        String trimmed = text.trim();
        if (trimmed.startsWith(IN_JVM + ":")) {
            return inJvm(trimmed.substring(IN_JVM.length() + 1));
        }
        int colon = trimmed.lastIndexOf(':');
        if (trimmed.startsWith("[")) {
            int bracket = trimmed.indexOf(']');
            if (bracket < 0 || (bracket != trimmed.length() - 1 && colon != bracket + 1)) {
                throw unreadable(text);
            }
            String host = trimmed.substring(1, bracket);
            return bracket == trimmed.length() - 1
                    ? of(host, DEFAULT_PORT)
                    : of(host, port(text, trimmed.substring(colon + 1)));
        }
        if (colon < 0) {
            return of(trimmed, DEFAULT_PORT);
        }
        if (trimmed.indexOf(':') != colon) {
            throw unreadable(text);
        }
        return of(trimmed.substring(0, colon), port(text, trimmed.substring(colon + 1)));
    }

    private static int port(String text, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException ex) {
            throw unreadable(text);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "Server address '" + text + "' cannot be read (expected: host, host:port, [ipv6]:port or jvm:name)");
    }

    /**
     * Tells whether the server runs in this JVM.
     *
     * @return {@code true} for an address made by {@link #inJvm(String)}
     */
    public boolean isInJvm() {
        return this.port == 0;
    }

    @Override
    public String toString() {
        if (isInJvm()) {
            return IN_JVM + ":" + this.host;
        }
        return (this.host.indexOf(':') < 0 ? this.host : "[" + this.host + "]") + ":" + this.port;
    }
}
