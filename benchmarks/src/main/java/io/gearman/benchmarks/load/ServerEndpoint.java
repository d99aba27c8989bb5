package io.gearman.benchmarks.load;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a job server is.
 *
 * @param host a name or an address
 * @param port the port
 */
record ServerEndpoint(String host, int port) {

    private static final int DEFAULT_PORT = 4730;

    private static final int MAX_PORT = 65_535;

    InetSocketAddress address() {
        return new InetSocketAddress(this.host, this.port);
    }

    @Override
    public String toString() {
        return this.host + ":" + this.port;
    }

    /** Reads {@code host}, {@code host:port} and {@code [address]:port}. */
    static final class Converter implements ITypeConverter<ServerEndpoint> {

        @Override
        public ServerEndpoint convert(String value) {
            int bracket = value.lastIndexOf(']');
            int colon = value.lastIndexOf(':');
            boolean hasPort = colon > bracket && (bracket >= 0 || value.indexOf(':') == colon);
            String host = hasPort ? value.substring(0, colon) : value;
            int port = hasPort ? port(value.substring(colon + 1)) : DEFAULT_PORT;
            if (bracket >= 0) {
                host = host.substring(1, host.length() - 1);
            }
            if (host.isEmpty()) {
                throw new TypeConversionException("'" + value + "' has no host");
            }
            return new ServerEndpoint(host, port);
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= MAX_PORT) {
                    return port;
                }
            } catch (NumberFormatException ex) {
                // Told below, like a number that is out of range.
            }
            throw new TypeConversionException("'" + text + "' is not a port from 1 to " + MAX_PORT);
        }
    }
}
