package io.gearman.spring.client;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Keeps the proxies of typed clients, and the types that they bind to JSON, in a native image. */
class GearmanClientAotProcessor implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
        if (registeredBean.getBeanClass() != GearmanClientFactoryBean.class) {
            return null;
        }
        Class<?> type = registeredBean.getBeanType().getGeneric(0).resolve();
        if (type == null) {
            return null;
        }
        return (generationContext, code) -> {
            generationContext.getRuntimeHints().proxies().registerJdkProxy(type, GearmanClientProxy.class);
            new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(generationContext.getRuntimeHints(), type);
        };
    }
}
