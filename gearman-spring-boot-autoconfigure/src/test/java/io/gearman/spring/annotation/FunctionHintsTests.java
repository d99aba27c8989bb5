package io.gearman.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ClassUtils;

/** What a native image keeps of a function. */
class FunctionHintsTests {

    @Test
    void theMethodCanBeInvokedAndItsTypesBoundToJson() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Functions.class);
        Method method = ClassUtils.getMethod(Functions.class, "work", Order.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                .accepts(hints);
        for (Class<?> type : new Class<?>[] {Order.class, Item.class, Receipt.class}) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onMethodInvocation(type.getRecordComponents()[0].getAccessor()))
                    .as(type.getSimpleName())
                    .accepts(hints);
        }
    }

    record Order(Item item) {}

    record Item(String name) {}

    record Receipt(String id) {}

    static class Functions {

        @GearmanFunction("one")
        @GearmanFunction("two")
        public CompletableFuture<Receipt> work(Order order) {
            return CompletableFuture.completedFuture(new Receipt(order.item().name()));
        }
    }
}
