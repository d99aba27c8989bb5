package io.gearman.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.store.JobStoreException;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLinkTest {

    @TempDir
    private Path directory;

    @Test
    void theTimeoutIsThatOfTheUriOrTenSeconds() {
        assertThat(RedisJobDatabase.parse("redis://host").getTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(RedisJobDatabase.parse("redis://host?timeout=60s").getTimeout())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(RedisJobDatabase.parse("redis://host?database=1&timeout=300ms")
                        .getTimeout())
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aLateFailureOfTheOldConnectionLeavesTheNewOne() {
        try (RedisServer server = new RedisServer(this.directory);
                RedisLink link = server.link()) {
            assertThatThrownBy(() -> link.call(redis -> {
                        link.open();
                        throw new RedisException("late");
                    }))
                    .isInstanceOf(JobStoreException.class);
            assertThat(link.isOpen()).isTrue();
            String answer = link.call(redis -> redis.ping());
            assertThat(answer).isEqualTo("PONG");
        }
    }
}
