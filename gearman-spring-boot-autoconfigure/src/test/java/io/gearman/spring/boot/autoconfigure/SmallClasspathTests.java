package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** All of our auto-configuration, where libraries are missing that an application may leave out. */
@Timeout(180)
class SmallClasspathTests {

    private static final String[] EVERYTHING = {
        "io.micrometer",
        "org.springframework.boot.micrometer",
        "org.springframework.boot.actuate",
        "org.springframework.boot.health.contributor.HealthIndicator",
        "tools.jackson",
        "com.fasterxml.jackson",
        "reactor",
        "org.reactivestreams",
        "org.springframework.web",
        "jakarta.servlet",
        "jakarta.validation",
        "javax.sql.DataSource",
        "com.zaxxer.hikari",
        "io.lettuce",
        "org.testcontainers",
        "org.springframework.boot.docker"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.micrometer",
                "org.springframework.boot.actuate",
                "tools.jackson",
                "reactor",
                "org.springframework.web",
                "jakarta.validation"
            })
    void withoutOneOfThemJobsAreWorked(String missing) {
        worksJobs(missing);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutAnyOfThemJobsAreWorked(boolean lazy) {
        worksJobs(runner().withPropertyValues("spring.main.lazy-initialization=" + lazy), EVERYTHING);
    }

    private static void worksJobs(String... missing) {
        worksJobs(runner(), missing);
    }

    private static void worksJobs(ApplicationContextRunner runner, String... missing) {
        runner.withClassLoader(new FilteredClassLoader(missing))
                .withBean(Greeter.class)
                .run((context) -> assertThat(
                                context.getBean(GearmanTemplate.class).execute("greet", "Ada", String.class))
                        .isEqualTo("Hello Ada"));
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ours()));
    }

    /** What the jar lists, so that no new one is forgotten here. */
    private static Class<?>[] ours() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter((name) -> name.startsWith("io.gearman."))
                .map((name) -> ClassUtils.resolveClassName(name, null))
                .toArray(Class<?>[]::new);
    }

    static class Greeter {

        @GearmanFunction("greet")
        String greet(String name) {
            return "Hello " + name;
        }
    }
}
