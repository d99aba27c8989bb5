package io.gearman.spring.worker;

import io.gearman.spring.annotation.GearmanWorker;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.worker.GearmanFunctionAnnotationBeanPostProcessor.FunctionMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.StringValueResolver;

/** Turns annotated methods into endpoints and puts their containers into the registry. */
class FunctionMethodRegistrar {

    private static final String DEFAULT_CONTAINER_FACTORY = "gearmanWorkerContainerFactory";

    private final BeanFactory beanFactory;

    private final StringValueResolver resolver;

    private final GearmanWorkerRegistry registry;

    private final GearmanHandlerMethodFactory handlerMethods;

    private final PayloadConverter converter;

    private final JobOutput output;

    FunctionMethodRegistrar(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
        this.resolver = (beanFactory instanceof ConfigurableBeanFactory configurable)
                ? new EmbeddedValueResolver(configurable)
                : (value) -> value;
        this.registry = beanFactory.getBean(GearmanWorkerRegistry.class);
        this.handlerMethods = beanFactory.getBean(GearmanHandlerMethodFactory.class);
        this.converter = beanFactory.getBean(PayloadConverter.class);
        this.output = new JobOutput(this.converter);
    }

    void register(FunctionMethod found) {
        FunctionAttributes attributes = new FunctionAttributes(
                found.annotation(),
                AnnotatedElementUtils.findMergedAnnotation(AopUtils.getTargetClass(found.bean()), GearmanWorker.class),
                found.method().getName(),
                found.description(),
                this.resolver);
        requireSingleton(found);
        InvocableHandlerMethod method =
                this.handlerMethods.createInvocableHandlerMethod(found.bean(), invocable(found));
        requireConvertible(method, attributes.function(), found);
        GearmanFunctionEndpoint endpoint = new GearmanFunctionEndpoint(
                attributes.id(),
                attributes.function(),
                new MethodJobFunction(method, this.output),
                found.description(),
                attributes.concurrency(),
                attributes.timeout(),
                null,
                attributes.autoStartup(),
                null,
                errorHandler(attributes, found));
        this.registry.register(endpoint, containerFactory(attributes, found));
    }

    private void requireConvertible(InvocableHandlerMethod method, String function, FunctionMethod found) {
        ConvertibleTypes types = new ConvertibleTypes(this.converter, function, found.description());
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (this.handlerMethods.isPayload(parameter)) {
                types.requireReadable(parameter);
            }
        }
        types.requireWritable(method.getReturnType());
    }

    private void requireSingleton(FunctionMethod found) {
        if (this.beanFactory.containsBean(found.beanName()) && !this.beanFactory.isSingleton(found.beanName())) {
            throw new InvalidGearmanFunctionException(
                    "@GearmanFunction on %s: the bean is not a singleton, so that each of its instances would serve the "
                                    .formatted(found.description())
                            + "function. Make it a singleton or give it a scoped proxy");
        }
    }

    private static Method invocable(FunctionMethod found) {
        Method method = found.method();
        String where = "@GearmanFunction on " + found.description();
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new InvalidGearmanFunctionException(
                    where + ": the method is private. Make it package-private or wider");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw new InvalidGearmanFunctionException(where + ": the method is static. Make it an instance method");
        }
        if (Modifier.isFinal(method.getModifiers()) && AopUtils.isCglibProxy(found.bean())) {
            throw new InvalidGearmanFunctionException(where
                    + ": the method is final, so that the bean's proxy cannot pass the call on. Make it not final");
        }
        try {
            return AopUtils.selectInvocableMethod(method, found.bean().getClass());
        } catch (IllegalStateException ex) {
            throw new InvalidGearmanFunctionException(
                    where
                            + ": the bean is a JDK proxy and none of its interfaces has the method. Declare the method in an "
                            + "interface of the bean, or use class proxies (spring.aop.proxy-target-class=true)",
                    ex);
        }
    }

    private @Nullable GearmanErrorHandler errorHandler(FunctionAttributes attributes, FunctionMethod found) {
        String beanName = attributes.errorHandler();
        return (beanName != null) ? bean("errorHandler", beanName, GearmanErrorHandler.class, found) : null;
    }

    private GearmanWorkerContainerFactory containerFactory(FunctionAttributes attributes, FunctionMethod found) {
        String beanName = attributes.containerFactory();
        return bean(
                "containerFactory",
                (beanName != null) ? beanName : DEFAULT_CONTAINER_FACTORY,
                GearmanWorkerContainerFactory.class,
                found);
    }

    private <T> T bean(String attribute, String beanName, Class<T> type, FunctionMethod found) {
        try {
            return this.beanFactory.getBean(beanName, type);
        } catch (NoSuchBeanDefinitionException ex) {
            throw new InvalidGearmanFunctionException(
                    "%s of @GearmanFunction on %s: there is no bean '%s' of type %s"
                            .formatted(attribute, found.description(), beanName, type.getSimpleName()),
                    ex);
        }
    }
}
