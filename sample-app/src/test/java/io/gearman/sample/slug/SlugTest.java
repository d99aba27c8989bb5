package io.gearman.sample.slug;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.sample.SampleHttp;
import io.gearman.sample.SampleHttp.Answer;
import io.gearman.sample.SampleTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class SlugTest {

    @Autowired
    private SampleHttp http;

    @Test
    void whenNoPhpWorkerRunsThenTheAnswerSaysHowToStartOne() {
        Answer answer = this.http.get("/slugs?text=Hello");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().path("detail").asString()).contains("php sample-app/php/worker.php");
    }

    @Test
    void whenThereIsNoTextThenTheAnswerIsAProblem() {
        assertThat(this.http.get("/slugs").status()).isEqualTo(400);
    }
}
