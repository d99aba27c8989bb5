package io.gearman.spring.client.scanned;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.boot.autoconfigure.GearmanAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanServerAutoConfiguration;
import io.gearman.spring.boot.autoconfigure.GearmanWorkerAutoConfiguration;
import io.gearman.spring.client.EnableGearmanClients;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Interfaces that are found in a package. */
@Timeout(180)
class ScannedClientTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(Functions.class)
            .withConfiguration(AutoConfigurations.of(
                    GearmanServerAutoConfiguration.class,
                    GearmanAutoConfiguration.class,
                    GearmanWorkerAutoConfiguration.class));

    @Test
    void interfacesThatCallFunctionsAreFoundInThePackageOfTheAnnotatedClass() {
        this.contextRunner.withUserConfiguration(ThisPackage.class).run((context) -> {
            assertThat(context).hasSingleBean(Greetings.class).hasBean(Greetings.class.getName());
            assertThat(context).getBeans(Base.class).hasSize(1);
            assertThat(context).doesNotHaveBean(NoClient.class);
        });
    }

    @Test
    void packagesMayBeNamedWithPlaceholders() {
        this.contextRunner
                .withPropertyValues("app.clients=" + Greetings.class.getPackageName())
                .withUserConfiguration(NamedPackage.class)
                .run((context) -> assertThat(context).hasSingleBean(Greetings.class));
    }

    @Test
    void whenAnotherPackageIsNamedThenThatOfTheAnnotatedClassIsLeftOut() {
        this.contextRunner
                .withUserConfiguration(OtherPackage.class)
                .run((context) -> assertThat(context).doesNotHaveBean(Greetings.class));
    }

    @Test
    void whatAnInterfaceBindsForItsParentsTypesIsKnown() {
        this.contextRunner.withUserConfiguration(ThisPackage.class).run((context) -> {
            Greetings greetings = context.getBean(Greetings.class);
            assertThat(greetings.call("Ada")).isEqualTo(3);
            assertThat(greetings.each(List.of("a", "bc")).join()).containsExactly(1, 2);
        });
    }

    @Test
    void defaultMethodsRunAsTheyAreWritten() {
        this.contextRunner
                .withUserConfiguration(ThisPackage.class)
                .run((context) -> assertThat(context.getBean(Greetings.class).twice("Ada"))
                        .isEqualTo("Ada3Ada"));
    }

    static class Functions {

        @GearmanFunction("length")
        int length(String name) {
            return name.length();
        }

        @GearmanFunction("lengths")
        List<Integer> lengths(List<String> names) {
            return names.stream().map(String::length).toList();
        }
    }

    @Configuration
    @EnableGearmanClients
    static class ThisPackage {}

    @Configuration
    @EnableGearmanClients("${app.clients}")
    static class NamedPackage {}

    @Configuration
    @EnableGearmanClients(basePackageClasses = Configuration.class)
    static class OtherPackage {}
}
