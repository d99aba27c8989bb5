package io.gearman.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gearman", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.gearman.server.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule engineIsDeterministic = noClasses()
            .that()
            .resideInAPackage("io.gearman.server.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty.channel..",
                    "io.netty.handler..",
                    "java.util.concurrent",
                    "java.util.concurrent.locks..",
                    "java.net..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "org.slf4j..",
                    "io.gearman.server.transport..",
                    "io.gearman.server.admin..",
                    "io.gearman.server.cli..",
                    "io.gearman.server.store.*..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class);

    @ArchTest
    static final ArchRule libraryIsFreeOfSpring =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("io.gearman.server.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..");

    @ArchTest
    static final ArchRule theProtocolKnowsNoServer = noClasses()
            .that()
            .resideInAPackage("io.gearman.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gearman.server..");
}
