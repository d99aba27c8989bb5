/** Spring AMQP with RabbitMQ: durable queues and a confirm for each message, or neither. May use {@code io.gearman.rivals}. */
@NullMarked
package io.gearman.rivals.amqp;

import org.jspecify.annotations.NullMarked;
