package io.gearman.rivals.amqp;

import io.gearman.rivals.Arrivals;
import io.gearman.rivals.OrderJob;
import io.gearman.rivals.ReplyingRival;
import io.gearman.rivals.RivalsProperties;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Messages to a queue: durable, and waiting for the confirm of each, or transient. Requests by direct reply-to. */
@Component
@Profile("amqp")
class AmqpRival implements ReplyingRival {

    private final RabbitTemplate rabbit;

    private final Arrivals arrivals;

    private final boolean durable;

    private final MessagePostProcessor deliveryMode;

    AmqpRival(RabbitTemplate rabbit, Arrivals arrivals, RivalsProperties properties) {
        this.rabbit = rabbit;
        this.arrivals = arrivals;
        this.durable = properties.durable();
        MessageDeliveryMode mode = this.durable ? MessageDeliveryMode.PERSISTENT : MessageDeliveryMode.NON_PERSISTENT;
        this.deliveryMode = message -> {
            message.getMessageProperties().setDeliveryMode(mode);
            return message;
        };
    }

    @Override
    public void submit(OrderJob job) throws Exception {
        if (!this.durable) {
            this.rabbit.convertAndSend("", AmqpQueues.ORDERS, job, this.deliveryMode);
            return;
        }
        CorrelationData correlation = new CorrelationData();
        this.rabbit.convertAndSend("", AmqpQueues.ORDERS, job, this.deliveryMode, correlation);
        if (!correlation.getFuture().get(10, TimeUnit.SECONDS).ack()) {
            throw new IllegalStateException("The broker refused job " + job.id());
        }
    }

    @RabbitListener(queues = AmqpQueues.ORDERS, concurrency = "4")
    void work(OrderJob job) {
        this.arrivals.arrived(job);
    }

    @Override
    public OrderJob call(OrderJob job) {
        return (OrderJob)
                Objects.requireNonNull(this.rabbit.convertSendAndReceive("", AmqpQueues.ECHO, job, this.deliveryMode));
    }

    @RabbitListener(queues = AmqpQueues.ECHO, concurrency = "4")
    OrderJob echo(OrderJob job) {
        return job;
    }
}
