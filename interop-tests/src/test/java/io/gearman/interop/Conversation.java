package io.gearman.interop;

import java.util.List;
import java.util.Optional;

/**
 * Requests and the replies that a server must give, as text: one row of the conformance table.
 *
 * @param name what the row is about
 * @param difference what gearmand 1.1.20 does instead of what ours does; present if some step is for one server only
 * @param options the command line of the server that the row wants for itself; absent if any server will do
 * @param steps what is sent and received
 */
record Conversation(String name, Optional<String> difference, Optional<List<String>> options, List<Step> steps) {

    /** Tells whether there is anything to ask such a server. */
    boolean isFor(ServerKind kind) {
        return this.steps.stream().anyMatch(step -> step.isFor(kind));
    }

    /** Holds the conversation, with names of its own: F and G are functions, U is a unique. */
    void hold(JobServer server, int number) {
        try (Dialogue dialogue = new Dialogue(server, number)) {
            this.steps.stream().filter(step -> step.isFor(server.kind())).forEach(dialogue::take);
        }
    }

    @Override
    public String toString() {
        return this.name;
    }
}
