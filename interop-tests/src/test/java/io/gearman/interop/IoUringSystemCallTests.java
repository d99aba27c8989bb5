package io.gearman.interop;

import static io.gearman.interop.SystemCallTests.CALLS;
import static io.gearman.interop.SystemCallTests.CONNECTIONS;
import static io.gearman.interop.SystemCallTests.JOBS;
import static io.gearman.interop.SystemCallTests.SLEEPERS;
import static io.gearman.interop.SystemCallTests.WINDOW;
import static io.gearman.interop.SystemCallTests.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.uring.IoUring;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often the server, with io_uring, calls the system for a job: it reads, writes and waits by one call. */
class IoUringSystemCallTests {

    private static SystemCalls startAndStop;

    @BeforeAll
    static void countStartAndStop() {
        assumeTrue(IoUring.isAvailable(), "The system forbids io_uring");
        startAndStop = SystemCalls.of("io_uring", port -> {});
    }

    /** Measured: 0.03. */
    @Test
    void whenSubmissionsArriveTogetherThenTheyAreReadAndAnsweredTogether() {
        SystemCalls calls = callsOf(load -> load.submit(CONNECTIONS, WINDOW, WINDOWS));

        assertThat(calls.entering(JOBS)).as("%s", calls).isBetween(0.01, 0.15);
    }

    /** Measured: 0.44, where epoll has 2.3 calls. */
    @Test
    void whenWorkerAsksWithItsResultThenItIsReadAndAnsweredOnce() {
        SystemCalls calls = callsOf(load -> {
            load.submit(CONNECTIONS, WINDOW, WINDOWS);
            load.drain(CONNECTIONS);
        });

        assertThat(calls.entering(JOBS)).as("%s", calls).isBetween(0.1, 1.2);
        assertNoSocketIsReadOrWritten(calls, JOBS, 1);
    }

    /** Measured: 9.7, where epoll has 13.6 calls. */
    @Test
    void whenManyWorkersSleepThenAJobWakesFewOfThem() {
        SystemCalls calls = callsOf(load -> {
            load.startSleepers(SLEEPERS);
            load.call(CALLS);
        });

        assertThat(calls.entering(CALLS)).as("%s", calls).isBetween(2.0, 15.0);
        assertNoSocketIsReadOrWritten(calls, CALLS, 4);
    }

    /** What is left are the calls for classes that the JVM loads meanwhile, the more the longer it takes. */
    private static void assertNoSocketIsReadOrWritten(SystemCalls calls, int jobs, double withEpoll) {
        assertThat(calls.receiving(jobs)).as("receiving: %s", calls).isLessThan(withEpoll);
        assertThat(calls.sending(jobs)).as("sending: %s", calls).isLessThan(withEpoll);
    }

    private static SystemCalls callsOf(Consumer<WireLoad> load) {
        return SystemCalls.of("io_uring", port -> {
                    try (WireLoad connections = new WireLoad(port)) {
                        load.accept(connections);
                    }
                })
                .without(startAndStop);
    }
}
