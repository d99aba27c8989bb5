package io.gearman.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application as {@code process-aot} has prepared it in this build, on the JVM. */
class AotIT {

    @TempDir
    private Path directory;

    @Test
    @Timeout(180)
    void theProcessedApplicationStartsAndWorksItsJobs() throws IOException, InterruptedException {
        try (SampleProcess sample = SampleProcess.start(
                this.directory.resolve("sample.log"), List.of("-Dspring.aot.enabled=true"), List.of())) {
            HttpResponse<String> counted = sample.post("/wordcounts", "text/plain", "one two two");

            assertThat(counted.statusCode()).isEqualTo(200);
            assertThat(counted.body()).contains("\"words\":3");
            assertThat(sample.log()).anyMatch(line -> line.contains("AOT-processed"));
            sample.terminate(Duration.ofSeconds(40));
        }
    }
}
