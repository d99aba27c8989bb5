package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with spring-boot-devtools, in a process of its own: its classes change, devtools starts its context anew with
 * a new class loader, in the same JVM.
 */
@Timeout(180)
class DevtoolsRestartTests {

    private static final String APPLICATION = """
            package demo;

            import io.gearman.spring.annotation.GearmanFunction;
            import io.gearman.spring.client.EnableGearmanClients;
            import java.util.List;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;

            @SpringBootApplication
            @EnableGearmanClients
            public class Application {

                record Parcel(%s) {}

                interface Post {
                    @GearmanFunction("stamp")
                    Parcel stamp(Parcel parcel);
                }

                static class Clerk {
                    @GearmanFunction("stamp")
                    Parcel stamp(Parcel parcel) {
                        return parcel;
                    }
                }

                static class Sender {
                    private final Post post;

                    Sender(Post post) {
                        this.post = post;
                    }

                    @GearmanFunction("send")
                    String send() {
                        return this.post.stamp(new Parcel(%s)).toString();
                    }
                }

                @GearmanFunction("threads")
                String threads() {
                    ClassLoader loader = getClass().getClassLoader();
                    List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("gearman-"))
                            .toList();
                    return loader.getClass().getSimpleName()
                            + ", there: " + threads.stream().anyMatch(thread -> thread.getContextClassLoader() == loader)
                            + ", left: " + threads.stream()
                                    .filter(thread -> thread.getContextClassLoader() != loader)
                                    .map(Thread::getName)
                                    .toList();
                }

                @Bean
                Clerk clerk() {
                    return new Clerk();
                }

                @Bean
                Sender sender(Post post) {
                    return new Sender(post);
                }

                public static void main(String[] args) {
                    SpringApplication.run(Application.class, args);
                }
            }
            """;

    @TempDir
    private Path directory;

    private Path classes;
    private Path log;
    private Process process;
    private GearmanClient client;

    @BeforeEach
    void start() throws IOException {
        this.classes = Files.createDirectories(this.directory.resolve("classes"));
        this.log = this.directory.resolve("log");
        write("String name", "\"first\"");
        // Only the application is to be loaded anew, as when the libraries are jars.
        Files.createDirectories(this.classes.resolve("META-INF"));
        Files.writeString(
                this.classes.resolve("META-INF/spring-devtools.properties"),
                "restart.exclude.libraries=/gearman-[a-z-]+/target/");
        int port = FreePort.find();
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "demo.Application",
                        "--gearman.server.port=" + port,
                        "--spring.docker.compose.enabled=false",
                        "--spring.devtools.livereload.enabled=false",
                        "--spring.devtools.restart.poll-interval=100ms",
                        "--spring.devtools.restart.quiet-period=50ms",
                        "--spring.devtools.restart.trigger-file=reload")
                .redirectErrorStream(true)
                .redirectOutput(this.log.toFile())
                .start();
        this.client = GearmanClient.builder()
                .server(ServerAddress.of("127.0.0.1", port))
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        this.client.close();
        this.process.destroyForcibly().waitFor();
    }

    @Test
    void aRestartServesTheNewClassesAndLeavesNothingOfTheOld() throws IOException {
        awaitAnswer("send", "Parcel[name=first]");

        restart("String name, int weight", "\"second\", 2");
        awaitAnswer("send", "Parcel[name=second, weight=2]");

        restart("java.time.Duration time, String name", "java.time.Duration.ofHours(3), \"third\"");
        awaitAnswer("send", "Parcel[time=PT3H, name=third]");
        awaitAnswer("threads", "RestartClassLoader, there: true, left: []");
        assertThat(Files.readAllLines(this.log))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filteredOn(line -> line.contains("Gearman job server") && line.contains("listens on"))
                .hasSize(3);
    }

    private void restart(String components, String values) throws IOException {
        write(components, values);
        Files.writeString(this.classes.resolve("reload"), values);
    }

    private void awaitAnswer(String function, String answer) {
        await().atMost(Duration.ofSeconds(60))
                .failFast(() ->
                        assertThat(this.process.isAlive()).as(this::output).isTrue())
                .untilAsserted(
                        () -> assertThat(answer(function)).as(this::output).isEqualTo(answer));
    }

    /** What the function answers, or why it does not: the server is not there yet, or goes just now. */
    private String answer(String function) {
        try {
            return new String(
                    this.client.execute(JobRequest.builder(function)
                            .timeout(Duration.ofSeconds(2))
                            .build()),
                    StandardCharsets.UTF_8);
        } catch (GearmanException notNow) {
            return notNow.toString();
        }
    }

    private String output() {
        try {
            return Files.readString(this.log);
        } catch (IOException ex) {
            return ex.toString();
        }
    }

    private void write(String components, String values) throws IOException {
        JavaSource.compile(
                this.directory.resolve("Application.java"), APPLICATION.formatted(components, values), this.classes);
    }

    private String classPath() {
        Path devtools =
                Path.of("target", "devtools", "spring-boot-devtools.jar").toAbsolutePath();
        assertThat(devtools).as("Maven copies it in process-test-resources").exists();
        return Stream.concat(
                        Stream.of(this.classes.toString(), devtools.toString()),
                        Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                                .filter(entry -> !entry.endsWith("test-classes")))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
