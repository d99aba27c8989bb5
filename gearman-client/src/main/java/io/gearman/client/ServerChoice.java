package io.gearman.client;

import io.gearman.transport.Link;
import io.gearman.transport.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers that may get a request and lets the policy choose between them.
 *
 * <p>Any thread may call any method.
 */
final class ServerChoice {

    private final ServerPolicy policy;

    private volatile List<ServerSession> sessions;

    ServerChoice(ServerPolicy policy, List<ServerSession> sessions) {
        this.policy = policy;
        this.sessions = sessions;
    }

    /** All servers of the client. */
    List<ServerSession> sessions() {
        return this.sessions;
    }

    void change(List<ServerSession> changed) {
        this.sessions = changed;
    }

    /**
     * Returns a server that is up and may get the request; {@code null} if there is none yet.
     *
     * @throws GearmanException if the policy makes no choice
     */
    @Nullable
    ServerSession liveFor(Request request) {
        ServerSession only = request.onlyServer();
        List<ServerSession> all = this.sessions;
        if (only != null || all.size() == 1) {
            ServerSession session = only != null ? only : all.get(0);
            return session.link() == null ? null : session;
        }
        String key = request.routingKey();
        List<ServerSession> candidates = key == null ? keepingUp(all) : possible(all);
        if (candidates.isEmpty()) {
            return null;
        }
        ServerSession chosen = candidates.size() == 1 ? candidates.get(0) : choose(request.function(), key, candidates);
        return chosen.link() == null ? null : chosen;
    }

    /** The servers that are up, without those that do not keep up as long as there are others. */
    private static List<ServerSession> keepingUp(List<ServerSession> all) {
        List<ServerSession> writable = new ArrayList<>(all.size());
        List<ServerSession> up = new ArrayList<>(all.size());
        for (ServerSession session : all) {
            Link link = session.link();
            if (link != null) {
                up.add(session);
                if (link.isWritable()) {
                    writable.add(session);
                }
            }
        }
        return writable.isEmpty() ? up : writable;
    }

    /** One that is being connected for the first time may be up in a moment: jobs to be joined shall meet there. */
    private static List<ServerSession> possible(List<ServerSession> all) {
        List<ServerSession> possible = new ArrayList<>(all.size());
        for (ServerSession session : all) {
            if (session.link() != null || !session.isTried()) {
                possible.add(session);
            }
        }
        return possible;
    }

    /** Returns all servers, the one that the unique belongs to first. */
    List<ServerSession> inOrderFor(String unique) {
        List<ServerSession> left = new ArrayList<>(this.sessions);
        List<ServerSession> ordered = new ArrayList<>(left.size());
        while (left.size() > 1) {
            ServerSession next = choose("", unique, left);
            ordered.add(next);
            left.remove(next);
        }
        ordered.addAll(left);
        return ordered;
    }

    private ServerSession choose(String function, @Nullable String unique, List<ServerSession> candidates) {
        List<ServerAddress> addresses = new ArrayList<>(candidates.size());
        for (ServerSession candidate : candidates) {
            addresses.add(candidate.address());
        }
        ServerAddress chosen;
        try {
            chosen = this.policy.choose(function, unique, addresses);
        } catch (RuntimeException ex) {
            throw new GearmanException("The server policy " + this.policy + " failed: " + ex.getMessage(), ex);
        }
        int index = addresses.indexOf(chosen);
        if (index < 0) {
            throw new GearmanException("The server policy " + this.policy + " chose " + chosen
                    + " (expected: one of the servers that it is given, " + addresses + ")");
        }
        return candidates.get(index);
    }
}
