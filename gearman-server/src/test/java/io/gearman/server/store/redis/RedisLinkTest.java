package io.gearman.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.store.JobStoreException;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLinkTest {

    @TempDir
    private Path directory;

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
            assertThat(link.call(redis -> redis.ping())).isEqualTo("PONG");
        }
    }
}
