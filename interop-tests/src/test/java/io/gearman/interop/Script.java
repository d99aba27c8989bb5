package io.gearman.interop;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The scripts of the peers. */
final class Script {

    private Script() {}

    static String path(String name) {
        URL url = Objects.requireNonNull(Script.class.getResource("/peers/" + name), name);
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
