package io.gearman.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A store has its time to end, whoever closes the server. */
class CloseTest {

    private final CountDownLatch closing = new CountDownLatch(1);

    private final CountDownLatch mayClose = new CountDownLatch(1);

    @Test
    void whoeverClosesTheServerReturnsWhenTheStoreHasEnded() throws Exception {
        GearmanServer server = GearmanServer.start(
                GearmanServerOptions.builder().store(storeThatWaits()).build());
        Thread first = start(server);
        this.closing.await();

        Thread second = start(server);

        await().until(() -> second.getState() == Thread.State.WAITING);
        this.mayClose.countDown();
        first.join();
        second.join();
        assertThat(server.isRunning()).isFalse();
    }

    private static Thread start(GearmanServer server) {
        Thread thread = new Thread(server::close);
        thread.start();
        return thread;
    }

    private JobStore storeThatWaits() {
        MemoryJobStore memory = new MemoryJobStore();
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        this.closing.countDown();
                        this.mayClose.await();
                    }
                    return method.invoke(memory, arguments);
                });
    }
}
