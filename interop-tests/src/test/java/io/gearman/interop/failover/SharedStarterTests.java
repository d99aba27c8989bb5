package io.gearman.interop.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.gearman.interop.JobServer;
import io.gearman.interop.store.DatabaseServer;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.core.GearmanTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Applications whose embedded job servers share a queue in the database that the applications use anyway. */
class SharedStarterTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Submitting {

        @Bean
        HikariDataSource dataSource(@Value("${database.port}") int port) {
            HikariDataSource dataSource = new HikariDataSource();
            dataSource.setJdbcUrl("jdbc:postgresql://" + JobServer.LOOPBACK + ":" + port + "/postgres");
            dataSource.setUsername(DatabaseServer.USER);
            dataSource.setPassword(DatabaseServer.PASSWORD);
            dataSource.setMaximumPoolSize(2);
            return dataSource;
        }
    }

    static class Working extends Submitting {

        private final List<String> worked = new CopyOnWriteArrayList<>();

        @GearmanFunction("shared.work")
        void work(String payload) {
            this.worked.add(payload);
        }
    }

    @Test
    void anApplicationRunsTheJobsThatAnotherLeavesInItsDataSource() throws Exception {
        List<String> payloads =
                IntStream.range(0, 50).mapToObj(number -> "job " + number).toList();
        try (Place place = DurableStore.POSTGRESQL.create(this.directory)) {
            DatabaseServer database = place.database().orElseThrow();
            try (ConfigurableApplicationContext submitting = start(Submitting.class, database)) {
                GearmanTemplate gearman = submitting.getBean(GearmanTemplate.class);
                payloads.forEach(payload -> gearman.submitBackground("shared.work", payload));
            }
            try (ConfigurableApplicationContext working = start(Working.class, database)) {
                List<String> worked = working.getBean(Working.class).worked;
                await().atMost(PATIENCE).until(() -> worked.size() >= payloads.size());
                assertThat(worked).containsExactlyInAnyOrderElementsOf(payloads);
            }
        }
    }

    private static ConfigurableApplicationContext start(Class<?> application, DatabaseServer database) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "database.port=" + database.port(),
                        "gearman.server.store.type=jdbc",
                        "gearman.server.store.shared=true")
                .run();
    }
}
