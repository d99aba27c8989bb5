package io.gearman.spring.client;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanFunctions;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanOperations;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;

/**
 * Makes typed clients of interfaces whose methods carry {@link GearmanFunction @GearmanFunction}; see
 * {@link EnableGearmanClients} for how these methods submit.
 *
 * <p>To be configured before it is used; then safe for use from multiple threads, as are the clients.
 */
public class GearmanClientProxyFactory implements EmbeddedValueResolverAware {

    private final GearmanOperations operations;

    private final PayloadConverter converter;

    private StringValueResolver resolver = (value) -> value;

    /**
     * Create a factory.
     *
     * @param operations submits the jobs
     * @param converter reads the data of jobs whose method returns a stream
     */
    public GearmanClientProxyFactory(GearmanOperations operations, PayloadConverter converter) {
        this.operations = operations;
        this.converter = converter;
    }

    /**
     * Set what resolves placeholders and expressions in the names of functions. Default nothing.
     *
     * @param resolver the resolver
     */
    @Override
    public void setEmbeddedValueResolver(StringValueResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Make a client. Connects to nothing until a method is called.
     *
     * @param <T> the interface
     * @param type the interface
     * @return its implementation, which also is a {@link GearmanClientProxy}
     * @throws InvalidGearmanClientException if the type, or one of its methods, cannot be a client
     */
    public <T> T createClient(Class<T> type) {
        if (!type.isInterface() || type.getTypeParameters().length > 0) {
            throw new InvalidGearmanClientException(
                    "Gearman client %s: only an interface without type parameters can be one"
                            .formatted(type.getName()));
        }
        Map<Method, ClientMethod> methods = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                addMethod(type, method, methods);
            }
        }
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type, GearmanClientProxy.class},
                new ClientInvocationHandler(type, this.operations, methods));
        return type.cast(proxy);
    }

    private void addMethod(Class<?> type, Method method, Map<Method, ClientMethod> methods) {
        Set<GearmanFunction> functions = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                method, GearmanFunction.class, GearmanFunctions.class);
        if (functions.size() == 1) {
            methods.put(
                    method, ClientMethod.of(type, method, functions.iterator().next(), this.resolver, this.converter));
        } else if (!functions.isEmpty()) {
            throw new InvalidGearmanClientException(
                    "Gearman client method %s: it names %d functions, of which it could "
                                    .formatted(method.toGenericString(), functions.size())
                            + "call only one. Leave one @GearmanFunction");
        } else if (!method.isDefault()) {
            throw new InvalidGearmanClientException("Gearman client method %s: it names no function. Annotate it with "
                            .formatted(method.toGenericString())
                    + "@GearmanFunction, or make it a default method");
        }
    }
}
