package io.gearman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gearman", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.gearman.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule TRANSPORT_KNOWS_ITS_USERS_NOT = noClasses()
            .that()
            .resideInAPackage("io.gearman.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gearman.client..", "io.gearman.worker..");

    @ArchTest
    static final ArchRule CLIENT_KNOWS_NO_WORKER = noClasses()
            .that()
            .resideInAPackage("io.gearman.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gearman.worker..");

    @ArchTest
    static final ArchRule NO_SPRING =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule NO_SERVER =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.gearman.server..");
}
