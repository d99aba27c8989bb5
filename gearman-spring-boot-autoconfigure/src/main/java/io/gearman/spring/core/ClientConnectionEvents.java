package io.gearman.spring.core;

import io.gearman.client.ClientListener;
import io.gearman.spring.event.GearmanConnectionDownEvent;
import io.gearman.spring.event.GearmanConnectionUpEvent;
import io.gearman.transport.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes how the client's connections come and go as application events.
 *
 * <p>A client connects while the application is still being put together. What happens before its listeners are there is kept
 * until they are; what happens after they have been stopped is not told. Safe for use from multiple threads.
 */
public class ClientConnectionEvents implements ClientListener, SmartLifecycle {

    private static final Log logger = LogFactory.getLog(ClientConnectionEvents.class);

    private final ApplicationEventPublisher publisher;

    private final List<ApplicationEvent> early = new ArrayList<>();

    private State state = State.NEW;

    /**
     * Create a listener of a client.
     *
     * @param publisher publishes the events
     */
    public ClientConnectionEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void connectionUp(ServerAddress server) {
        publish(new GearmanConnectionUpEvent(this, server, null));
    }

    @Override
    public void connectionDown(ServerAddress server, @Nullable Throwable cause) {
        publish(new GearmanConnectionDownEvent(this, server, null, cause));
    }

    /** Under the lock, which keeps the events in order. */
    private synchronized void publish(ApplicationEvent event) {
        if (this.state == State.NEW) {
            this.early.add(event);
        } else if (this.state == State.STARTED) {
            try {
                this.publisher.publishEvent(event);
            } catch (RuntimeException ex) {
                logger.warn("A listener failed on " + event, ex);
            }
        }
    }

    @Override
    public synchronized void start() {
        this.state = State.STARTED;
        this.early.forEach(this::publish);
        this.early.clear();
    }

    @Override
    public synchronized void stop() {
        this.state = State.STOPPED;
    }

    @Override
    public synchronized boolean isRunning() {
        return this.state == State.STARTED;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private enum State {
        NEW,
        STARTED,
        STOPPED
    }
}
