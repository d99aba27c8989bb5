package io.gearman.spring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What a native image keeps of a typed client. */
class GearmanClientAotTests {

    @Test
    void theProxyAndTheTypesBoundToJsonAreKept() {
        RuntimeHints hints = process(new InMemoryGeneratedFiles());
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Receipts.class, GearmanClientProxy.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Receipt.class.getRecordComponents()[0].getAccessor()))
                .accepts(hints);
    }

    @Test
    void theCodeIsPutBesideTheInterfaceWhichNeedNotBePublic() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        process(files);

        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                .anyMatch(name -> name.endsWith("client/GearmanClientAotTests__BeanDefinitions.java"))
                .noneMatch(name -> name.contains("GearmanClientFactoryBean"));
    }

    private static RuntimeHints process(InMemoryGeneratedFiles files) {
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(GearmanClientAotTests.class)), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Clients.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        return generation.getRuntimeHints();
    }

    record Receipt(String id) {}

    interface Receipts {

        @GearmanFunction
        Receipt receipt(String id);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportGearmanClients(Receipts.class)
    static class Clients {}
}
