package io.gearman.server.cli;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which store keeps background jobs. */
final class QueueArguments {

    private static final String BUILTIN = "builtin";

    /** What gearmand can be built with and we do without. */
    private static final List<String> NOT_SHIPPED = List.of("libmemcached", "libtokyocabinet", "libdrizzle");

    @Option(
            names = {"-q", "--queue-type"},
            paramLabel = "TYPE",
            description = "Where background jobs are kept: builtin (in memory, lost with the process), embedded,"
                    + " libsqlite3, h2, mysql, postgres, redis. Default: builtin.")
    private String type = BUILTIN;

    @Option(
            names = "--queue-shared",
            description =
                    "Other job servers use the same queue (mysql, postgres): when one of them ends, the others get"
                            + " its jobs.")
    private boolean shared;

    @Option(
            names = "--lease-time",
            paramLabel = "SECONDS",
            description =
                    "With --queue-shared: the time after which the others take the jobs of a job server over that is"
                            + " not heard of. Default: 10.")
    private int leaseTime = 10;

    @Option(
            names = {
                "--libmemcached-servers",
                "--libmemcached-prefix",
                "--libtokyocabinet-file",
                "--libdrizzle-host",
                "--libdrizzle-port",
                "--libdrizzle-uds",
                "--libdrizzle-user",
                "--libdrizzle-password",
                "--libdrizzle-db",
                "--libdrizzle-table"
            },
            hidden = true)
    private List<String> ofOtherStores = List.of();

    @Option(
            names = {"--libtokyocabinet-optimize", "--libdrizzle-mysql"},
            hidden = true)
    private boolean flagOfOtherStores;

    JobStore store(List<StoreArguments> stores) {
        if (this.type.equalsIgnoreCase(BUILTIN)) {
            refuseOtherStores(stores);
            if (this.shared) {
                throw new StartException("--queue-shared needs a queue in a database: -q mysql or -q postgres");
            }
            return new MemoryJobStore();
        }
        for (StoreArguments store : stores) {
            if (store.queueType().equalsIgnoreCase(this.type)) {
                refuseOtherStores(stores);
                return this.shared ? store.sharedStore(leaseTime()) : store.store();
            }
        }
        boolean known = NOT_SHIPPED.stream().anyMatch(this.type::equalsIgnoreCase);
        throw new StartException(
                (known ? "The queue " + this.type + " is not part of this server" : "Unknown queue " + this.type) + ". "
                        + alternatives(stores));
    }

    private Duration leaseTime() {
        if (this.leaseTime < 1) {
            throw new StartException("--lease-time " + this.leaseTime + " (expected: 1 second or more)");
        }
        return Duration.ofSeconds(this.leaseTime);
    }

    private void refuseOtherStores(List<StoreArguments> stores) {
        if (!this.ofOtherStores.isEmpty() || this.flagOfOtherStores) {
            throw new StartException(
                    "memcached, Tokyo Cabinet and Drizzle are not part of this server, so their options"
                            + " are not either. " + alternatives(stores));
        }
    }

    private static String alternatives(List<StoreArguments> stores) {
        return "Use one of -q " + BUILTIN + ", "
                + stores.stream().map(StoreArguments::queueType).collect(Collectors.joining(", "));
    }
}
