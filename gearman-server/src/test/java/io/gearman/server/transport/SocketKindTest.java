package io.gearman.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SocketKindTest {

    private final @Nullable String before = System.getProperty(SocketKind.PROPERTY);

    @AfterEach
    void restore() {
        if (this.before == null) {
            System.clearProperty(SocketKind.PROPERTY);
        } else {
            System.setProperty(SocketKind.PROPERTY, this.before);
        }
    }

    private static SocketKind best(String property) {
        System.setProperty(SocketKind.PROPERTY, property);
        return SocketKind.best();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxServesByIoUringIfItMayElseByEpoll() {
        System.clearProperty(SocketKind.PROPERTY);

        assertThat(Epoll.isAvailable()).isTrue();
        assertThat(SocketKind.best())
                .isEqualTo(SocketKind.IO_URING.isAvailable() ? SocketKind.IO_URING : SocketKind.EPOLL);
        assertThat(best("epoll")).isEqualTo(SocketKind.EPOLL);
        assertThat(SocketKind.IO_URING.next()).isEqualTo(SocketKind.EPOLL);
    }

    @Test
    void everySystemHasNio() {
        assertThat(best("nio")).isEqualTo(SocketKind.NIO);
        assertThat(SocketKind.EPOLL.next()).isEqualTo(SocketKind.NIO);
    }

    @Test
    void anyOtherValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> best("kqueue"))
                .withMessage("The system property gearman.server.sockets is 'kqueue'"
                        + " (expected: one of [io_uring, epoll, nio])");
    }
}
