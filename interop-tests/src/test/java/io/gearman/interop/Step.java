package io.gearman.interop;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a conversation.
 *
 * @param only {@code ours} or {@code gearmand}, if the step is for one of them
 * @param connection the connection
 * @param action {@code +}, {@code >}, {@code <} or {@code !}
 * @param text what is sent or received
 */
record Step(@Nullable String only, String connection, char action, String text) {

    private static final Pattern LINE = Pattern.compile("(?:(ours|gearmand): *)?(\\w+)([+<>!]) *(.*)");

    static Step parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + line + "' is no step (conformance/README.txt explains them)");
        }
        return new Step(matcher.group(1), matcher.group(2), matcher.group(3).charAt(0), matcher.group(4));
    }

    boolean isFor(ServerKind kind) {
        return this.only == null || this.only.equals("ours") == kind.isOurs();
    }

    boolean isForBoth() {
        return this.only == null;
    }

    @Override
    public String toString() {
        return this.connection + this.action + " " + this.text;
    }
}
