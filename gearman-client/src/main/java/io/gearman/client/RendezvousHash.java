package io.gearman.client;

import io.gearman.transport.ServerAddress;
import java.util.List;

/**
 * Rendezvous hashing: each server has a score for each key, and the highest gets it. So every client comes to the same choice,
 * and a server that is added or lost moves its own share of keys only.
 */
final class RendezvousHash {

    private RendezvousHash() {}

    static ServerAddress first(List<ServerAddress> servers, String key) {
        ServerAddress best = servers.get(0);
        long most = score(best, key);
        for (int i = 1; i < servers.size(); i++) {
            long score = score(servers.get(i), key);
            if (score > most) {
                most = score;
                best = servers.get(i);
            }
        }
        return best;
    }

    /** Both hash codes are defined by the Java language, so all JVMs agree; the rest is the finalizer of MurmurHash3. */
    static long score(ServerAddress server, String key) {
        long hash = ((long) server.toString().hashCode() << 32) ^ (key.hashCode() & 0xffffffffL);
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ (hash >>> 33)) >>> 1;
    }
}
