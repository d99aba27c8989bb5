package io.gearman.spring.client;

import io.gearman.spring.core.GearmanOperations;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a typed client does when one of its methods is called. Safe for use from multiple threads. */
record ClientInvocationHandler(Class<?> type, GearmanOperations operations, Map<Method, ClientMethod> methods)
        implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = (arguments != null) ? arguments : new Object[0];
        ClientMethod clientMethod = this.methods.get(method);
        if (clientMethod != null) {
            return clientMethod.invoke(this.operations, given);
        }
        if (method.isDefault()) {
            // Unlike InvocationHandler.invokeDefault, also for interfaces that are not public.
            Class<?> owner = method.getDeclaringClass();
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectSpecial(method, owner)
                    .bindTo(proxy)
                    .invokeWithArguments(given);
        }
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Gearman client " + this.type.getName();
        };
    }
}
