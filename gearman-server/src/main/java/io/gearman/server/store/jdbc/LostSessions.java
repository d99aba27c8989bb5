package io.gearman.server.store.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that were given up without a word of the database: it may not have noticed, and keep the lock for one of them.
 * Used by one thread at a time.
 */
final class LostSessions {

    /** Each is looked for when the store connects, and old ones have ended by themselves. */
    private static final int MAX = 16;

    private final Deque<String> names = new ArrayDeque<>();

    /**
     * Remembers a session.
     *
     * @param name what the database calls it, {@code null} if it was not asked or is no server
     */
    void add(@Nullable String name) {
        if (name == null || this.names.contains(name)) {
            return;
        }
        if (this.names.size() == MAX) {
            this.names.removeFirst();
        }
        this.names.add(name);
    }

    List<String> names() {
        return List.copyOf(this.names);
    }

    /** Forgets them all. */
    void clear() {
        this.names.clear();
    }
}
