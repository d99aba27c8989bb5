package io.gearman.rivals;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application with one rival, the one of the active profile, loads it and prints one line of figures. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RivalsApplication {

    /**
     * Runs the benchmark and ends.
     *
     * @param args Spring Boot's command line, such as {@code --spring.profiles.active=gearman}
     * @throws Exception when a job was lost or ran twice
     */
    public static void main(String[] args) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(RivalsApplication.class, args)) {
            context.getBean(Benchmark.class).run();
        }
    }
}
