package io.gearman.spring.client;

import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanOperations;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;

/**
 * Makes the bean of a typed client; {@link EnableGearmanClients} and {@link ImportGearmanClients} register it. Public, since only
 * then does ahead-of-time processing put its code into the package of the interface, which need not be public.
 *
 * <p>Used by the thread that sets the context up.
 *
 * @param <T> the interface
 */
public class GearmanClientFactoryBean<T> implements SmartFactoryBean<T>, BeanFactoryAware {

    private final Class<T> type;

    private @Nullable BeanFactory beanFactory;

    /**
     * Creates a factory that needs its bean factory next.
     *
     * @param type the interface whose methods submit jobs
     */
    public GearmanClientFactoryBean(Class<T> type) {
        this.type = type;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public T getObject() {
        if (this.beanFactory == null) {
            throw new IllegalStateException("The bean factory must be set first");
        }
        GearmanClientProxyFactory factory = new GearmanClientProxyFactory(
                this.beanFactory.getBean(GearmanOperations.class), this.beanFactory.getBean(PayloadConverter.class));
        if (this.beanFactory instanceof ConfigurableBeanFactory configurable) {
            factory.setEmbeddedValueResolver(new EmbeddedValueResolver(configurable));
        }
        return factory.createClient(this.type);
    }

    /**
     * A mistake in the interface is to fail the start and not the first who injects it; but where nothing can be submitted,
     * as in a test of another part of the application, the client is not needed either.
     */
    @Override
    public boolean isEagerInit() {
        return this.beanFactory instanceof ListableBeanFactory listable
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(listable, GearmanOperations.class, true, false)
                                .length
                        > 0;
    }

    @Override
    public Class<T> getObjectType() {
        return this.type;
    }
}
