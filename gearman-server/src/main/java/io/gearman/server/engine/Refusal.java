package io.gearman.server.engine;

import java.io.Serial;

/** A request that is answered by an error and changes nothing. Has no stack trace, since peers can cause any number. */
public final class Refusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    private final String text;

    /**
     * Creates a refusal.
     *
     * @param code the code of the error, in capitals
     * @param text what is wrong, for a person
     */
    public Refusal(String code, String text) {
        super(code + ": " + text, null, false, false);
        this.code = code;
        this.text = text;
    }

    /**
     * Returns what a program looks at.
     *
     * @return the code of the error
     */
    public String code() {
        return this.code;
    }

    /**
     * Returns what a person reads.
     *
     * @return what is wrong
     */
    public String text() {
        return this.text;
    }
}
