package io.gearman.server.engine;

import io.gearman.protocol.Packet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one connection. Gearman has no roles: any connection may be client, worker and administrator at
 * once. Made by {@link JobEngine#connected(Peer)}; engine's thread only.
 */
public final class Connection {

    final long number;

    final Peer peer;

    String clientId = "-";

    /** Wants WORK_EXCEPTION as it is; otherwise it is told WORK_FAIL. */
    boolean exceptions;

    boolean gone;

    /** What it can do, newest first at {@link #nextAbility} and from there around. */
    final List<Ability> abilities = new ArrayList<>(2);

    int nextAbility;

    boolean sleeping;

    /** The function that the connection was woken for, until it asks for a job or sleeps again. */
    @Nullable
    Function wokenFor;

    long wokenAtMillis;

    @Nullable
    Connection previousWoken;

    @Nullable
    Connection nextWoken;

    @Nullable
    Assignment assignments;

    @Nullable
    Subscription subscriptions;

    Connection(long number, Peer peer, boolean exceptions) {
        this.number = number;
        this.peer = peer;
        this.exceptions = exceptions;
    }

    void send(Packet packet) {
        if (this.gone) {
            packet.release();
        } else {
            this.peer.send(packet);
        }
    }

    @Nullable
    Ability ability(Function function) {
        for (Ability ability : this.abilities) {
            if (ability.function == function) {
                return ability;
            }
        }
        return null;
    }

    /** The newest ability is the next to be looked at, as with gearmand. */
    void addAbility(Ability ability) {
        this.abilities.add(this.nextAbility, ability);
    }

    void removeAbility(Ability ability) {
        int index = this.abilities.indexOf(ability);
        this.abilities.remove(index);
        if (index < this.nextAbility) {
            this.nextAbility--;
        }
        if (this.nextAbility >= this.abilities.size()) {
            this.nextAbility = 0;
        }
    }
}
