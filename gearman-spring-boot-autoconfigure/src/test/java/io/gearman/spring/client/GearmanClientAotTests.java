package io.gearman.spring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.spring.annotation.GearmanFunction;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
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
        RuntimeHints hints = process();
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Receipts.class, GearmanClientProxy.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Receipt.class.getRecordComponents()[0].getAccessor()))
                .accepts(hints);
    }

    private static RuntimeHints process() {
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(GearmanClientAotTests.class)), new InMemoryGeneratedFiles());
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Clients.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
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
