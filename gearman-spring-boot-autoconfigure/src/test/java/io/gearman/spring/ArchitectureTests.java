package io.gearman.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.core.io.support.SpringFactoriesLoader;

@AnalyzeClasses(packages = "io.gearman.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule springPackagesDoNotKnowSpringBoot = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.gearman.spring.annotation..",
                    "io.gearman.spring.core..",
                    "io.gearman.spring.client..",
                    "io.gearman.spring.event..",
                    "io.gearman.spring.worker..",
                    "io.gearman.spring.converter..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gearman.spring.boot..", "org.springframework.boot..", "io.gearman.server..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.gearman.spring.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule submittingDoesNotKnowWorking = noClasses()
            .that()
            .resideInAPackage("io.gearman.spring.core")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gearman.spring.worker..", "io.gearman.worker..", "io.gearman.spring.client..");

    @ArchTest
    static final ArchRule autoConfigurationsArePublicAndFinal = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule beanMethodsArePackagePrivate =
            methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule beanMethodsOfPostProcessorsAreStatic = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .and()
            .haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class))
            .should()
            .beStatic();

    @ArchTest
    static final ArchRule classConditionsAreOnTypes = noMethods().should().beAnnotatedWith(ConditionalOnClass.class);

    @ArchTest
    static final ArchRule conditionsAndAnalyzersAreOurs = classes()
            .that()
            .areAssignableTo(Condition.class)
            .or()
            .areAssignableTo(FailureAnalyzer.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule propertiesAreOurs = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule caseIsNotChangedByTheMachinesLocale = noClasses()
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase");

    /** What is kept in static fields outlives a restart by devtools. */
    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule nothingIsPrinted = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule javaSerializationIsNotUsed =
            noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream");

    @ArchTest
    static void everyFailureAnalyzerIsListed(JavaClasses types) {
        // Those of others may need what is given to them at the start of an application.
        List<String> listed =
                SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {})
                        .stream()
                        .map((analyzer) -> analyzer.getClass().getName())
                        .filter((name) -> name.startsWith("io.gearman."))
                        .toList();
        List<String> present = types.stream()
                .filter((type) -> type.isAssignableTo(FailureAnalyzer.class))
                .map(JavaClass::getName)
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(present).isNotEmpty();
    }

    @ArchTest
    static void everyAutoConfigurationIsListed(JavaClasses types) {
        List<String> listed = ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter((name) -> name.startsWith("io.gearman."))
                .toList();
        List<String> present = types.stream()
                .filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName)
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(present).isNotEmpty();
    }
}
