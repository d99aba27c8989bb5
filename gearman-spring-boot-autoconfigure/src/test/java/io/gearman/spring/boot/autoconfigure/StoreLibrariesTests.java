package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.core.GearmanTemplate;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application whose jobs are in memory runs without any library of the other stores. */
class StoreLibrariesTests {

    @Test
    void aStoreInMemoryNeedsNone() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (WithoutLibraries loader = new WithoutLibraries(before)) {
            Thread.currentThread().setContextClassLoader(loader);
            Object answer = loader.loadClass(Application.class.getName())
                    .getDeclaredMethod("submitOne")
                    .invoke(null);
            assertThat(answer).asString().contains("/H:");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Loads our classes itself, so that they find no library of a store. */
    private static final class WithoutLibraries extends URLClassLoader {

        private static final List<String> LIBRARIES =
                List.of("org.sqlite.", "com.zaxxer.", "org.h2.", "io.lettuce.", "org.mariadb.", "org.postgresql.");

        WithoutLibraries(ClassLoader parent) {
            super(classPath(), parent);
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(StoreLibrariesTests::url)
                    .toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("io.gearman.")) {
                    loaded = findClass(name);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }

    @EnableAutoConfiguration
    public static class Application {

        public static String submitOne() {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run()) {
                return context.getBean(GearmanTemplate.class)
                        .submitBackground("any", "x")
                        .toString();
            }
        }
    }
}
