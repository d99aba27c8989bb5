package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gearman.protocol.PacketType;
import io.gearman.server.GearmanServer;
import io.gearman.server.GearmanServerOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Peers that send nonsense, well formed and not, and leave in the middle: the server neither fails nor stops serving. */
@Isolated("it reads the log of the server")
class HostilePeersTests {

    private static final int CONNECTIONS = 400;

    private static final int FRAMES = 250;

    private static final List<String> WORDS = List.of(
            "",
            "f",
            "g",
            "-",
            "u",
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "H:x:1",
            "exceptions",
            "status",
            "x".repeat(64));

    private static final List<String> COMMANDS = List.of(
            "status",
            "workers",
            "show",
            "jobs",
            "unique",
            "cancel",
            "job",
            "create",
            "drop",
            "function",
            "maxqueue",
            "version",
            "prioritystatus",
            "f",
            "g",
            "1",
            "-1");

    @Test
    void theServerServesOnAndLogsNoErrorOfItsOwn() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.gearman.server");
        ListAppender<ILoggingEvent> errors = new ListAppender<>();
        errors.start();
        logger.addAppender(errors);
        try (JobServer server = JobServer.embedded(GearmanServer.start(GearmanServerOptions.builder()
                .listen(JobServer.LOOPBACK)
                .port(0)
                .jobHandlePrefix("H:hostile")
                .build()))) {
            LongStream.range(0, CONNECTIONS)
                    .parallel()
                    .forEach(seed -> pester(server.port(), new SplittableRandom(seed)));

            try (PeerWorker worker = WorkerKind.JAVA.start(server, "after")) {
                assertThat(ClientKind.JAVA.run(server, "after.echo", List.of(Payload.ALL_VALUES)))
                        .containsExactly(Payload.ALL_VALUES.completed());
                assertThat(worker.ran()).hasSize(1);
            }
            assertThat(errors.list)
                    .filteredOn(event -> event.getLevel() == Level.ERROR)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEmpty();
        } finally {
            logger.detachAppender(errors);
        }
    }

    private static void pester(int port, SplittableRandom random) {
        try (Socket socket = new Socket(JobServer.LOOPBACK, port)) {
            for (int i = 0; i < FRAMES; i++) {
                socket.getOutputStream().write(random.nextInt(8) == 0 ? line(random) : packet(random, i));
                discard(socket);
            }
        } catch (IOException ex) {
            // The server closes the connection at the first malformed packet, which is what it should do.
            assertThat(ex).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
        }
    }

    /** So that the server does not stop reading from a peer that never reads. */
    private static void discard(Socket socket) throws IOException {
        int waiting = socket.getInputStream().available();
        socket.getInputStream().skipNBytes(waiting);
    }

    private static byte[] line(SplittableRandom random) {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            line.append(COMMANDS.get(random.nextInt(COMMANDS.size()))).append(' ');
        }
        return line.append(random.nextBoolean() ? "\r\n" : "\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packet(SplittableRandom random, int sent) {
        // The later, the worse, so that most connections get far.
        boolean malformed = random.nextInt(FRAMES) < sent / 20;
        int type = random.nextInt(1, 43);
        int arguments = PacketType.ofNumber(type).arguments().size() + 1;
        StringBuilder body = new StringBuilder(word(random));
        for (int i = malformed ? random.nextInt(8) : arguments; i > 1; i--) {
            body.append('\0').append(word(random));
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(12 + bytes.length)
                .put(new byte[] {0, 'R', 'E', (byte) (random.nextInt(20) == 0 ? 'S' : 'Q')})
                .putInt(malformed && random.nextBoolean() ? random.nextInt() : type)
                .putInt(malformed && random.nextBoolean() ? random.nextInt() : bytes.length)
                .put(bytes)
                .array();
    }

    /** Words that mean something somewhere, handles that are likely to exist among them. */
    private static String word(SplittableRandom random) {
        return random.nextInt(4) == 0 ? "H:hostile:" + random.nextInt(500) : WORDS.get(random.nextInt(WORDS.size()));
    }
}
