package io.gearman.spring.worker;

import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.GearmanFunctions;
import io.gearman.spring.client.GearmanClientProxy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the methods annotated with {@link GearmanFunction} and has them registered in the {@link GearmanWorkerRegistry}.
 *
 * <p>Collects them while beans are created and registers them when all singletons are there, so that it pulls no other
 * bean up early; a bean that is created later, being lazy, is registered at once. Safe for use from multiple threads.
 */
public class GearmanFunctionAnnotationBeanPostProcessor
        implements BeanPostProcessor, Ordered, BeanFactoryAware, SmartInitializingSingleton {

    private final Set<Class<?>> typesWithoutFunctions = ConcurrentHashMap.newKeySet();

    private final List<FunctionMethod> pending = new ArrayList<>();

    private @Nullable FunctionMethodRegistrar registrar;

    private @Nullable BeanFactory beanFactory;

    /** Create a post-processor. */
    public GearmanFunctionAnnotationBeanPostProcessor() {}

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (isNoWorker(bean, beanName)) {
            return bean;
        }
        Class<?> type = AopUtils.getTargetClass(bean);
        if (this.typesWithoutFunctions.contains(type)
                || !AnnotationUtils.isCandidateClass(type, List.of(GearmanFunction.class, GearmanFunctions.class))) {
            return bean;
        }
        Map<Method, Set<GearmanFunction>> methods = MethodIntrospector.selectMethods(
                type, (MethodIntrospector.MetadataLookup<Set<GearmanFunction>>) this::functionsOf);
        if (methods.isEmpty()) {
            this.typesWithoutFunctions.add(type);
        }
        methods.forEach((method, annotations) ->
                annotations.forEach((annotation) -> add(new FunctionMethod(beanName, bean, method, annotation))));
        return bean;
    }

    private static boolean isNoWorker(Object bean, String beanName) {
        return bean instanceof AopInfrastructureBean
                || bean instanceof GearmanClientProxy
                || ScopedProxyUtils.isScopedTarget(beanName);
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (this.beanFactory == null) {
            throw new IllegalStateException("The bean factory must be set first");
        }
        List<FunctionMethod> found;
        FunctionMethodRegistrar registrar = new FunctionMethodRegistrar(this.beanFactory);
        synchronized (this.pending) {
            this.registrar = registrar;
            found = List.copyOf(this.pending);
            this.pending.clear();
        }
        found.forEach(registrar::register);
    }

    private void add(FunctionMethod method) {
        FunctionMethodRegistrar registrar;
        synchronized (this.pending) {
            registrar = this.registrar;
            if (registrar == null) {
                this.pending.add(method);
                return;
            }
        }
        registrar.register(method);
    }

    private @Nullable Set<GearmanFunction> functionsOf(Method method) {
        Set<GearmanFunction> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                method, GearmanFunction.class, GearmanFunctions.class);
        return annotations.isEmpty() ? null : annotations;
    }

    /** One annotation on one method of one bean. */
    record FunctionMethod(String beanName, Object bean, Method method, GearmanFunction annotation) {

        String description() {
            return "%s (bean '%s')".formatted(ClassUtils.getQualifiedMethodName(this.method), this.beanName);
        }
    }
}
