package io.gearman.interop;

import java.util.EnumMap;
import java.util.Map;

/** One server of each kind, started when the first test asks for it. Safe for use by several threads. */
final class RunningServers implements AutoCloseable {

    private final Map<ServerKind, JobServer> servers = new EnumMap<>(ServerKind.class);

    synchronized JobServer get(ServerKind kind) {
        JobServer running = this.servers.get(kind);
        if (running == null) {
            running = kind.start();
            this.servers.put(kind, running);
        }
        return running;
    }

    @Override
    public synchronized void close() {
        this.servers.values().forEach(JobServer::close);
        this.servers.clear();
    }
}
