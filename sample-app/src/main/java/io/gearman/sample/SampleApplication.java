package io.gearman.sample;

import io.gearman.spring.client.EnableGearmanClients;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the sample: HTTP endpoints, Gearman workers and, unless {@code gearman.servers} names others, a job server. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableGearmanClients
public class SampleApplication {

    /**
     * Runs the application.
     *
     * @param args Spring Boot's command line, such as {@code --server.port=9090 --gearman.server.port=4731}
     */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
