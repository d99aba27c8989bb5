package io.gearman.rivals.dbscheduler;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.gearman.rivals.Arrivals;
import io.gearman.rivals.OrderJob;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import tools.jackson.databind.json.JsonMapper;

/** The task, and JSON for what it is given. */
@Configuration(proxyBeanMethods = false)
@Profile("dbscheduler")
class OrderTasks {

    @Bean
    OneTimeTask<OrderJob> order(Arrivals arrivals) {
        return Tasks.oneTime("order", OrderJob.class)
                .execute((instance, context) -> arrivals.arrived(instance.getData()));
    }

    @Bean
    DbSchedulerCustomizer jsonTasks(JsonMapper json) {
        Serializer serializer = new Serializer() {
            @Override
            public byte[] serialize(Object data) {
                return json.writeValueAsBytes(data);
            }

            @Override
            public <T> T deserialize(Class<T> type, byte[] data) {
                return json.readValue(data, type);
            }
        };
        return new DbSchedulerCustomizer() {
            @Override
            public Optional<Serializer> serializer() {
                return Optional.of(serializer);
            }
        };
    }
}
