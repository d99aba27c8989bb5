package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server to pass on the exceptions of workers (OPTION_REQ); without it they arrive as mere failures. Belongs to one
 * link, and is no matter if the server refuses.
 */
final class ExceptionsOption extends Request {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionsOption.class);

    private static final byte[] EXCEPTIONS = "exceptions".getBytes(StandardCharsets.US_ASCII);

    private final Result<Void> result = new Result<>(Runnable::run, () -> {});

    ExceptionsOption(ServerSession session, Duration patience) {
        super(session.dispatcher(), patience);
        assign(session);
        this.result.exceptionally(failure -> {
            LOG.debug("{} does not pass on exceptions of workers: {}", session.address(), failure.getMessage());
            return null;
        });
    }

    /** The link is lost; the next one asks for itself. */
    void withdraw() {
        this.result.cancel(false);
    }

    @Override
    boolean takesPlace() {
        return false;
    }

    @Override
    String describe() {
        return "Option 'exceptions'";
    }

    @Override
    Packet encode() {
        return Packet.request(PacketType.OPTION_REQ, EXCEPTIONS);
    }

    @Override
    boolean expects(PacketType type) {
        return type == PacketType.OPTION_RES;
    }

    @Override
    void answered(ServerSession from, Packet reply) {
        LOG.debug("{} passes on exceptions of workers", from.address());
    }

    @Override
    Result<Void> result() {
        return this.result;
    }
}
