package io.gearman.server.engine;

import java.util.List;

/** Who may do what. Called on the engine's thread only. */
@FunctionalInterface
public interface AccessPolicy {

    /** Everybody may do everything, as with gearmand. */
    AccessPolicy OPEN = names -> Access.ALL;

    /**
     * Finds what a connection may do.
     *
     * @param names what the peer has proved to be called; none if it has proved nothing
     * @return what it may do
     */
    Access accessOf(List<String> names);
}
