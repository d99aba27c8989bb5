package io.gearman.interop.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two durable servers, of which one after the other is killed, stopped, cut off, half closed, silenced or slowed down, under load. Whatever
 * happens, every idempotent call is answered and every acknowledged background job runs. {@code -Dgearman.chaos.rounds=200} makes
 * it long, {@code -Dgearman.chaos.seed=N} repeats its choices.
 */
class ChaosTests {

    private final ChaosRounds rounds = new ChaosRounds(Fault.values().length);

    @TempDir
    private Path directory;

    /** What can happen to a server or to the network before it. */
    private enum Fault {
        KILL {
            @Override
            void strike(Node node) {
                node.server.kill();
            }

            @Override
            void end(Node node) {
                node.start();
            }
        },
        STOP {
            @Override
            void strike(Node node) {
                node.server.signal("STOP");
            }

            @Override
            void end(Node node) {
                node.server.signal("CONT");
            }
        },
        CUT {
            @Override
            void strike(Node node) {
                node.network.cut();
            }
        },
        HALF_CLOSE {
            @Override
            void strike(Node node) {
                node.network.halfClose();
            }
        },
        SILENCE {
            @Override
            void strike(Node node) {
                node.network.silence();
            }
        },
        DELAY {
            @Override
            void strike(Node node) {
                node.network.delay();
            }
        };

        abstract void strike(Node node);

        void end(Node node) {
            node.network.heal();
        }
    }

    @Test
    void whateverHappensToOneServerEveryCallIsAnsweredAndNoAcknowledgedJobIsLost() throws Exception {
        try (Node first = new Node(this.directory.resolve("first"));
                Node second = new Node(this.directory.resolve("second"));
                FailoverTraffic traffic = new FailoverTraffic(
                        Stream.of(first, second).map(Node::address).toList(), ChaosRounds.HEARTBEAT)) {
            List<Node> nodes = List.of(first, second);
            for (int round = 0; round < this.rounds.count(); round++) {
                Fault fault = Fault.values()[round % Fault.values().length];
                traffic.awaitAnswers(300);
                suffer(fault, nodes.get(this.rounds.choose(2)), traffic);
            }
            traffic.finish();

            System.out.println("Chaos, " + this.rounds.report(traffic));
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.ledger().unexplained()).isEmpty();
            assertThat(traffic.ledger().acknowledged()).isGreaterThan(this.rounds.count());
        }
    }

    /** The fault lasts until the other server has answered enough; then all is well again. */
    private void suffer(Fault fault, Node node, FailoverTraffic traffic) {
        long struck = System.nanoTime();
        List<Long> waiting = traffic.ledger().waiting(node.address());
        fault.strike(node);
        traffic.awaitAnswers(100 + this.rounds.choose(1000));
        fault.end(node);
        this.rounds.mended(fault.name(), struck, waiting, node.server, traffic.ledger());
    }

    /** A durable server and the network before it. */
    private static final class Node implements AutoCloseable {

        private final int port = ServerKind.freePort();

        private final Path store;

        private final FaultProxy network;

        private JobServer server;

        Node(Path store) throws IOException {
            this.store = store;
            this.network = new FaultProxy(this.port);
            start();
        }

        void start() {
            this.server = ServerKind.ours(this.port, List.of("-q", "embedded", "--store-directory=" + this.store));
        }

        ServerAddress address() {
            return ServerAddress.of(JobServer.LOOPBACK, this.network.port());
        }

        @Override
        public void close() throws IOException {
            this.network.close();
            this.server.close();
        }
    }
}
