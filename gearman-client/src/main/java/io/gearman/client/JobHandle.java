package io.gearman.client;

import io.gearman.transport.ServerAddress;
import java.io.Serializable;
import java.util.Objects;

/**
 * Names a job: the handle that its server gave it, and which server that was. A handle means something to its own server
 * only.
 *
 * <p>The text form of {@link #toString()}, for example {@code jobs-1:4730/H:jobs-1:17}, is read back by
 * {@link #parse(String)} and may be kept in a database or sent to another client.
 *
 * @param value the handle as the server wrote it
 * @param server the server that has the job
 */
public record JobHandle(String value, ServerAddress server) implements Serializable {

    /**
     * Checks the handle.
     *
     * @throws IllegalArgumentException if the value is empty or contains a NUL
     */
    public JobHandle {
        Objects.requireNonNull(server, "server");
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("value: '" + value + "' (expected: a handle without NUL)");
        }
    }

    /**
     * Reads a handle back.
     *
     * @param text what {@link #toString()} returned
     * @return the handle
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static JobHandle parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Job handle '" + text
                    + "' cannot be read (expected: server/handle, as in jobs-1:4730/H:jobs-1:17)");
        }
        return new JobHandle(text.substring(slash + 1), ServerAddress.parse(text.substring(0, slash)));
    }

    @Override
    public String toString() {
        return this.server + "/" + this.value;
    }
}
