package io.gearman.client;

import io.gearman.transport.Link;
import io.gearman.transport.ServerAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses between servers. Requests with a routing key go to the server that scores highest for the key (rendezvous hashing:
 * every client comes to the same order, and a server that is added or lost moves its own share of keys only), or the next one
 * that is up. All others go to the servers that are up in turn, before those that do not keep up.
 *
 * <p>Any thread may call any method.
 */
final class ServerChoice {

    private final List<ServerSession> sessions;

    private final AtomicInteger turn = new AtomicInteger();

    ServerChoice(List<ServerSession> sessions) {
        this.sessions = sessions;
    }

    /** Returns a server that is up and may get the request; {@code null} if there is none yet. */
    @Nullable
    ServerSession liveFor(Request request) {
        ServerSession only = request.onlyServer();
        if (only != null || this.sessions.size() == 1) {
            ServerSession session = only != null ? only : this.sessions.get(0);
            return session.link() == null ? null : session;
        }
        String key = request.routingKey();
        return key == null ? next() : liveFor(key);
    }

    private @Nullable ServerSession liveFor(String key) {
        ServerSession best = null;
        for (ServerSession session : this.sessions) {
            // One that is being connected for the first time may be up in a moment: jobs to be joined shall meet there.
            boolean possible = session.link() != null || !session.isTried();
            if (possible && (best == null || score(session.address(), key) > score(best.address(), key))) {
                best = session;
            }
        }
        return best == null || best.link() == null ? null : best;
    }

    private @Nullable ServerSession next() {
        ServerSession slow = null;
        int start = Math.floorMod(this.turn.getAndIncrement(), this.sessions.size());
        for (int i = 0; i < this.sessions.size(); i++) {
            ServerSession session = this.sessions.get((start + i) % this.sessions.size());
            Link link = session.link();
            if (link != null && link.isWritable()) {
                return session;
            }
            if (link != null && slow == null) {
                slow = session;
            }
        }
        return slow;
    }

    /** Returns all servers, the one that the key belongs to first. */
    List<ServerSession> inOrderFor(String key) {
        return this.sessions.stream()
                .sorted(Comparator.comparingLong(session -> -score(session.address(), key)))
                .toList();
    }

    /** Both hash codes are defined by the Java language, so all JVMs agree; the rest is the finalizer of MurmurHash3. */
    static long score(ServerAddress server, String key) {
        long hash = ((long) server.toString().hashCode() << 32) ^ (key.hashCode() & 0xffffffffL);
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ (hash >>> 33)) >>> 1;
    }
}
