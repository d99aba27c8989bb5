package io.gearman.spring.boot.autoconfigure;

import io.gearman.spring.converter.GearmanMessageConverters;
import io.gearman.spring.converter.PayloadConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * How payloads are converted: by the bean named {@code gearmanMessageConverter}. It is no candidate where just any
 * {@link MessageConverter} is asked for, so that it does not get in the way of other messaging systems.
 */
final class GearmanConverterConfiguration {

    private static final String MESSAGE_CONVERTER = "gearmanMessageConverter";

    private GearmanConverterConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnMissingBean(name = MESSAGE_CONVERTER)
    static class JacksonConfiguration {

        @Bean(name = MESSAGE_CONVERTER, defaultCandidate = false)
        MessageConverter gearmanMessageConverter(ObjectProvider<JsonMapper> jsonMapper) {
            return GearmanMessageConverters.create(jsonMapper.getIfUnique(JsonMapper::shared));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = MESSAGE_CONVERTER)
    static class PlainConfiguration {

        @Bean(name = MESSAGE_CONVERTER, defaultCandidate = false)
        MessageConverter gearmanMessageConverter() {
            return GearmanMessageConverters.plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PayloadConverterConfiguration {

        @Bean
        @ConditionalOnMissingBean
        PayloadConverter gearmanPayloadConverter(@Qualifier(MESSAGE_CONVERTER) MessageConverter messageConverter) {
            return new PayloadConverter(messageConverter);
        }
    }
}
