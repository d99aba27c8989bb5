package io.gearman.server.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection can do: a ring, entered at the ability whose turn is next. Adding, removing and finding one take the same
 * time however many there are, since nobody can say how many functions a peer will name. Engine's thread only.
 */
final class Abilities {

    private final Map<Function, Ability> byFunction = new HashMap<>();

    private @Nullable Ability next;

    /** Returns the ability whose turn is next. */
    @Nullable
    Ability first() {
        return this.next;
    }

    /** Returns the ability that follows another in this round, or {@code null} if all had their turn. */
    @Nullable
    Ability after(Ability ability) {
        return ability.nextOfWorker == this.next ? null : ability.nextOfWorker;
    }

    int size() {
        return this.byFunction.size();
    }

    @Nullable
    Ability of(Function function) {
        return this.byFunction.get(function);
    }

    /** The newest ability is the next to be looked at, as with gearmand. */
    void add(Ability ability) {
        this.byFunction.put(ability.function, ability);
        Ability following = this.next;
        if (following != null) {
            ability.nextOfWorker = following;
            ability.previousOfWorker = following.previousOfWorker;
            following.previousOfWorker.nextOfWorker = ability;
            following.previousOfWorker = ability;
        }
        this.next = ability;
    }

    void remove(Ability ability) {
        this.byFunction.remove(ability.function);
        ability.previousOfWorker.nextOfWorker = ability.nextOfWorker;
        ability.nextOfWorker.previousOfWorker = ability.previousOfWorker;
        if (this.next == ability) {
            this.next = this.byFunction.isEmpty() ? null : ability.nextOfWorker;
        }
    }

    /** An ability had its turn; the round goes on with the one that follows it. */
    void moveOn(Ability ability) {
        this.next = ability.nextOfWorker;
    }
}
