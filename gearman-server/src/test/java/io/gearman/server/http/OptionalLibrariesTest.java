package io.gearman.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** An application that embeds the server need not have what it does not use. */
class OptionalLibrariesTest {

    @Test
    void serverWithoutHttpNeedsNoLibraryOfIt() throws Exception {
        try (URLClassLoader without = classPathWithout("netty-codec-http", "micrometer-", "prometheus-metrics-")) {
            Callable<?> start = (Callable<?>) without.loadClass(PlainServer.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(start.call()).isEqualTo("served");
            assertThatThrownBy(() -> without.loadClass("io.micrometer.core.instrument.Gauge"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> without.loadClass("io.netty.handler.codec.http.HttpServerCodec"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URLClassLoader classPathWithout(String... jars) {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> Arrays.stream(jars).noneMatch(path.getFileName().toString()::startsWith))
                .map(OptionalLibrariesTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }
}
