package io.gearman.server.transport;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the TCP connections of a server keep of packets that have not arrived to their end, and what waits to be read by
 * their peers. When all together have too much of one, the worst of them is disconnected: the slowest sender, or whom most
 * waits for. Belongs to the thread of engine and sockets.
 */
public final class Buffers {

    private static final Logger log = LoggerFactory.getLogger(Buffers.class);

    /** So much every connection may keep; the number of connections is limited, too. */
    private static final int SMALL = 64 << 10;

    private final long limit;

    private final Set<ChannelPeer> behind = new LinkedHashSet<>();

    /** Those with a large unfinished packet, in the order in which the packets began. */
    private final Set<PacketArrival> unfinished = new LinkedHashSet<>();

    private long inbound;

    private long outbound;

    Buffers(long limit) {
        this.limit = limit;
    }

    long bytes() {
        return this.inbound + this.outbound;
    }

    boolean isAnyoneBehind() {
        return !this.behind.isEmpty();
    }

    /** A connection keeps more of a packet than before, or less; more than is there for all costs the oldest its connection. */
    void arrived(PacketArrival arrival, int before, int now) {
        this.inbound += now - before;
        if (now < SMALL) {
            this.unfinished.remove(arrival);
        } else {
            this.unfinished.add(arrival);
        }
        while (this.inbound > this.limit && !this.unfinished.isEmpty()) {
            refuse(this.unfinished.iterator().next());
        }
    }

    /** Tells whether a connection may keep so much more of a packet; the oldest make room for it, if that is not the oldest. */
    boolean mayArrive(PacketArrival arrival, int before, int now) {
        if (now < SMALL) {
            return true;
        }
        int more = now - before;
        while (this.inbound + more > this.limit && !this.unfinished.isEmpty()) {
            PacketArrival slowest = this.unfinished.iterator().next();
            if (slowest == arrival) {
                return false;
            }
            refuse(slowest);
        }
        return this.inbound + more <= this.limit;
    }

    private void refuse(PacketArrival slowest) {
        this.unfinished.remove(slowest);
        slowest.refuse("The job server keeps " + this.inbound + " bytes of unfinished packets (at most " + this.limit
                + "), and this one is the oldest");
    }

    /** A peer has been sent something, and this much waits for it. */
    void flushed(ChannelPeer peer, long waiting) {
        this.outbound += waiting - peer.waiting;
        peer.waiting = waiting;
        if (waiting > 0) {
            this.behind.add(peer);
        }
    }

    /** Looks again at those who had not read everything. To be called now and then while there are any. */
    void refresh() {
        for (Iterator<ChannelPeer> peers = this.behind.iterator(); peers.hasNext(); ) {
            ChannelPeer peer = peers.next();
            long waiting = peer.waitingNow();
            this.outbound += waiting - peer.waiting;
            peer.waiting = waiting;
            if (waiting == 0) {
                peers.remove();
            }
        }
        if (this.outbound > this.limit) {
            this.behind.stream()
                    .max(Comparator.comparingLong(peer -> peer.waiting))
                    .ifPresent(this::close);
        }
    }

    private void close(ChannelPeer peer) {
        log.warn(
                "Closing the connection of {}: {} bytes wait for it, and {} for all peers together (at most {})",
                peer.address(),
                peer.waiting,
                this.outbound,
                this.limit);
        peer.close();
    }
}
