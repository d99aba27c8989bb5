package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;

/**
 * What a server knows about a job at one moment.
 *
 * @param known whether the server has the job; a job that has ended is not known any more
 * @param running whether a worker has it
 * @param numerator how much is done, in units of the worker's choice; 0 if the worker has not said
 * @param denominator how much there is to do, in the same units; 0 if the worker has not said
 * @param waitingClients how many foreground clients wait for the job; -1 when it was asked for by handle, since that answer
 *     does not tell
 */
public record JobStatus(boolean known, boolean running, long numerator, long denominator, long waitingClients) {

    /**
     * Returns how much is done as a fraction.
     *
     * @return {@code numerator / denominator}, or 0 if the worker has not said
     */
    public double fraction() {
        return this.denominator == 0 ? 0 : (double) this.numerator / this.denominator;
    }

    static JobStatus of(Packet reply) {
        return new JobStatus(
                reply.text(1).equals("1"),
                reply.text(2).equals("1"),
                number(reply.text(3)),
                number(reply.text(4)),
                reply.type() == PacketType.STATUS_RES_UNIQUE ? number(reply.text(5)) : -1);
    }

    /** Servers forward these numbers as the worker wrote them; what is no number counts as 0, as in gearmand. */
    static long number(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException ex) {
            return 0;
        }
    }
}
