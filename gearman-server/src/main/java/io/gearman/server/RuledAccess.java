package io.gearman.server;

import io.gearman.server.AccessRules.Right;
import io.gearman.server.AccessRules.Rule;
import io.gearman.server.engine.Access;
import java.util.List;
import java.util.Set;

/** What the rules that are about one peer let it do. Immutable. */
final class RuledAccess implements Access {

    private static final Set<String> CHANGE_NOTHING =
            Set.of("version", "verbose", "getpid", "status", "prioritystatus", "workers", "show");

    private final String name;

    private final List<Rule> rules;

    RuledAccess(String name, List<Rule> rules) {
        this.name = name;
        this.rules = rules;
    }

    @Override
    public boolean maySubmit(byte[] function) {
        return may(Right.CLIENT, function);
    }

    @Override
    public boolean mayWork(byte[] function) {
        return may(Right.WORKER, function);
    }

    private boolean may(Right right, byte[] function) {
        for (Rule rule : this.rules) {
            if (rule.right() == right && rule.functions().stream().anyMatch(pattern -> pattern.matches(function))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean mayRun(String command) {
        return command.equals("version")
                || has(Right.ADMIN)
                || (has(Right.MONITOR) && CHANGE_NOTHING.contains(command));
    }

    private boolean has(Right right) {
        return this.rules.stream().anyMatch(rule -> rule.right() == right);
    }

    @Override
    public String toString() {
        return "'" + this.name + "'";
    }
}
