package io.gearman.interop.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.interop.AdminConnection;
import io.gearman.interop.JobServer;
import io.gearman.interop.ServerKind;
import io.gearman.interop.store.DatabaseServer;
import io.gearman.interop.store.DurableStore;
import io.gearman.interop.store.DurableStore.Place;
import io.gearman.transport.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers that share a queue, under load. One of them is lost while jobs wait at it, and does not come back before the other
 * has run them; or the database is. {@code -Dgearman.chaos.rounds=200} makes it long, {@code -Dgearman.chaos.seed=N} repeats its choices.
 */
class SharedQueueChaosTests {

    private static final int LEASE_SECONDS = 2;

    private final ChaosRounds rounds = new ChaosRounds(Fault.values().length);

    @TempDir
    private Path directory;

    /** What can happen to a server, to the database or to the network between them. */
    private enum Fault {
        KILL {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.server.kill();
            }

            @Override
            void end(Node node) {
                node.start();
            }
        },
        TERMINATION {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.server.signal("TERM");
            }

            @Override
            void end(Node node) {
                node.server.awaitExit(ChaosRounds.PATIENCE);
                node.start();
            }
        },
        STOP {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.server.signal("STOP");
            }

            @Override
            void end(Node node) {
                node.server.signal("CONT");
            }
        },
        DATABASE_CUT_OFF {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.toDatabase.silence();
                node.awaitSteppedDown();
            }
        },
        DATABASE_CONNECTION_LOST {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.toDatabase.cut();
            }
        },
        DATABASE_SLOW {
            @Override
            void strike(Node node, DatabaseServer database) {
                node.toDatabase.delay();
            }
        },
        DATABASE_RESTARTED {
            @Override
            void strike(Node node, DatabaseServer database) {
                database.kill();
                database.restart();
            }
        },
        DATABASE_AWAY {
            @Override
            void strike(Node node, DatabaseServer database) {
                database.kill();
                node.awaitSteppedDown();
                database.restart();
            }
        };

        /** Breaks something. */
        abstract void strike(Node node, DatabaseServer database);

        /** Mends it. */
        void end(Node node) {
            node.toDatabase.heal();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void whateverHappensToOneServerAnotherRunsItsJobs(DurableStore store) throws Exception {
        try (Place place = store.create(this.directory);
                Node first = new Node(place);
                Node second = new Node(place);
                FailoverTraffic traffic = new FailoverTraffic(
                        Stream.of(first, second).map(Node::address).toList(), ChaosRounds.HEARTBEAT)) {
            List<Node> nodes = List.of(first, second);
            DatabaseServer database = place.database().orElseThrow();
            for (int round = 0; round < this.rounds.count(); round++) {
                Fault fault = Fault.values()[round % Fault.values().length];
                traffic.awaitAnswers(100);
                traffic.awaitRuns(100);
                suffer(fault, nodes.get(this.rounds.choose(2)), database, traffic);
            }
            traffic.finish();

            System.out.println("Chaos on a queue shared on " + store + ", leases of " + LEASE_SECONDS + " s, "
                    + this.rounds.report(traffic));
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.ledger().unexplained()).isEmpty();
        }
    }

    /** The fault lasts until all jobs that were there have been run. */
    private void suffer(Fault fault, Node node, DatabaseServer database, FailoverTraffic traffic) {
        PromiseLedger ledger = traffic.ledger();
        List<Long> waiting = new ArrayList<>();
        long[] struck = new long[1];
        traffic.whileJobsWait(node.address(), 10 + this.rounds.choose(200), () -> {
            waiting.addAll(ledger.waiting(node.address()));
            struck[0] = System.nanoTime();
            fault.strike(node, database);
        });
        this.rounds.awaitBeginOf(waiting, ledger);
        fault.end(node);
        this.rounds.mended(fault.name(), struck[0], waiting, node.server, ledger);
    }

    /** A server and the network between it and the database. */
    private static final class Node implements AutoCloseable {

        private final int port = ServerKind.freePort();

        private final FaultProxy toDatabase;

        private final List<String> options;

        private JobServer server;

        Node(Place place) throws IOException {
            this.toDatabase = new FaultProxy(place.database().orElseThrow().port());
            this.options = Stream.concat(
                            place.optionsAt(this.toDatabase.port()).stream(),
                            Stream.of("--queue-shared", "--lease-time=" + LEASE_SECONDS))
                    .toList();
            start();
        }

        void start() {
            this.server = ServerKind.ours(this.port, this.options);
        }

        ServerAddress address() {
            return this.server.address();
        }

        /** Waits until the server has given up the jobs that workers have, who do not end them now. */
        void awaitSteppedDown() {
            try (AdminConnection admin = this.server.admin()) {
                await().pollInterval(Duration.ofMillis(10))
                        .atMost(ChaosRounds.PATIENCE)
                        .until(() -> admin.list("status").stream().anyMatch(line -> line.matches("note\t\\d+\t0\t.*")));
            }
        }

        @Override
        public void close() throws IOException {
            this.toDatabase.close();
            this.server.close();
        }
    }
}
