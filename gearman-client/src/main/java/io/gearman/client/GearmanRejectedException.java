package io.gearman.client;

/** The server answered a request with ERROR: a full queue, a value too long, a command that it does not have. */
public class GearmanRejectedException extends GearmanException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private final String text;

    /**
     * Creates the exception.
     *
     * @param request what was asked of which server
     * @param code the code of the ERROR packet, for example {@code QUEUE_ERROR}
     * @param text its text
     */
    public GearmanRejectedException(String request, String code, String text) {
        super(request + " was rejected: " + code + " (" + text + ")");
        this.code = code;
        this.text = text;
    }

    /**
     * Returns the code of the ERROR packet.
     *
     * @return for example {@code QUEUE_ERROR}
     */
    public String code() {
        return this.code;
    }

    /**
     * Returns the text of the ERROR packet.
     *
     * @return for example {@code Job queue is full}
     */
    public String text() {
        return this.text;
    }
}
