package io.gearman.client;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** A request to one certain server that changes nothing there: a status, an echo. May be asked again. */
final class Question<T> extends Request {

    private final String description;

    private final ServerSession server;

    private final Supplier<Packet> question;

    private final PacketType answerType;

    private final Function<Packet, T> answer;

    private final Result<T> result;

    Question(
            String description,
            ServerSession server,
            Duration patience,
            Executor executor,
            Supplier<Packet> question,
            PacketType answerType,
            Function<Packet, T> answer) {
        super(server.dispatcher(), patience);
        this.description = description;
        this.server = server;
        this.question = question;
        this.answerType = answerType;
        this.answer = answer;
        this.result = new Result<>(executor, () -> {});
    }

    @Override
    String describe() {
        return this.description;
    }

    @Override
    Packet encode() {
        return this.question.get();
    }

    @Override
    boolean expects(PacketType type) {
        return type == this.answerType;
    }

    @Override
    void answered(ServerSession from, Packet reply) {
        this.result.succeed(this.answer.apply(reply));
    }

    @Override
    Result<T> result() {
        return this.result;
    }

    @Override
    ServerSession onlyServer() {
        return this.server;
    }
}
