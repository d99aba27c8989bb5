package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** The application in the README, as it stands there. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ReadmeApplicationTests {

    private static final Pattern APPLICATION = Pattern.compile("```java\n(package demo;.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void itIsShort() throws IOException {
        assertThat(source().lines().count()).isLessThan(30);
    }

    @Test
    void itCompilesAndDoesWhatItPromises(CapturedOutput output) throws Exception {
        compile();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {this.directory.toUri().toURL()}, before)) {
            ClassUtils.overrideThreadContextClassLoader(classes);
            run(classes.loadClass("demo.Application"));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(output.getOut().lines()).containsSubsequence("Hello Ada", "Hello Grace");
    }

    private void compile() throws IOException {
        JavaSource.compile(this.directory.resolve("demo/Application.java"), source(), this.directory);
    }

    /** Runs the main method as the command line would, and closes what it has started. */
    private static void run(Class<?> application) throws Exception {
        AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
        SpringApplicationHook hook = (springApplication) -> new SpringApplicationRunListener() {
            @Override
            public void contextPrepared(ConfigurableApplicationContext context) {
                started.set(context);
            }
        };
        Method main = application.getMethod("main", String[].class);
        try {
            SpringApplication.withHook(hook, () -> main.invoke(null, (Object) new String[0]));
        } finally {
            if (started.get() != null) {
                started.get().close();
            }
        }
    }

    private static String source() throws IOException {
        Matcher application = APPLICATION.matcher(Files.readString(Path.of("../README.md")));
        assertThat(application.find()).isTrue();
        return application.group(1);
    }
}
