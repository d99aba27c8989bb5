package io.gearman.spring.worker;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM from ending while functions are served, by a thread that is no daemon as all network threads are. Without
 * it an application that does nothing but serve functions would end as soon as it has started.
 */
class KeepAlive {

    private @Nullable Thread thread;

    synchronized void start() {
        if (this.thread == null) {
            this.thread = new Thread(KeepAlive::waitForInterrupt, "gearman-keep-alive");
            this.thread.start();
        }
    }

    synchronized void stop() {
        if (this.thread != null) {
            this.thread.interrupt();
            this.thread = null;
        }
    }

    private static void waitForInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
