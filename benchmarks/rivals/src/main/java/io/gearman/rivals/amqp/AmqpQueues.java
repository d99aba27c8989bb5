package io.gearman.rivals.amqp;

import io.gearman.rivals.RivalsProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The two queues, and JSON in their messages. */
@Configuration(proxyBeanMethods = false)
@Profile("amqp")
class AmqpQueues {

    static final String ORDERS = "orders";

    static final String ECHO = "echo";

    @Bean
    Queue orders(RivalsProperties properties) {
        return queue(ORDERS, properties);
    }

    @Bean
    Queue echo(RivalsProperties properties) {
        return queue(ECHO, properties);
    }

    @Bean
    JacksonJsonMessageConverter jsonMessages() {
        return new JacksonJsonMessageConverter("io.gearman.rivals");
    }

    private static Queue queue(String name, RivalsProperties properties) {
        return (properties.durable() ? QueueBuilder.durable(name) : QueueBuilder.nonDurable(name)).build();
    }
}
