package io.gearman.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this job server. */
public final class GearmanVersion {

    private static final String CURRENT = read();

    private GearmanVersion() {}

    /**
     * Returns the version.
     *
     * @return the Maven version that this was built as
     */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = GearmanVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing beside " + GearmanVersion.class);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
