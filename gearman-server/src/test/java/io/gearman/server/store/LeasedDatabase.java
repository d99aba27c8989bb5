package io.gearman.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shared database in memory whose leases end, and whose answers are lost, when the test says so. For one thread at a time. */
final class LeasedDatabase implements SharedJobDatabase {

    final List<StoredJob> orphans = new ArrayList<>();

    final List<JobWrite> written = new ArrayList<>();

    final TreeMap<Long, StoredJob> jobs = new TreeMap<>();

    /** Jobs that it does not take. */
    final Set<Long> unstorable = new HashSet<>();

    boolean breaksBeforeCommit;

    boolean breaksAfterCommit;

    boolean awayAfterBreak;

    Map<Long, Long> coalesced = Map.of();

    int epochs;

    int connects;

    boolean trusted;

    boolean away;

    boolean adoptionFails;

    private boolean leased;

    private boolean lost;

    void lose() {
        this.lost = true;
        this.trusted = false;
        this.written.clear();
    }

    private void check() {
        if (this.away || this.lost || !this.leased) {
            throw new JobStoreException("no lease");
        }
    }

    @Override
    public void connect() {
        this.connects++;
        if (this.away || this.lost) {
            throw new JobStoreException("no lease");
        }
        if (!this.leased) {
            this.epochs++;
        }
        this.leased = true;
        this.trusted = true;
    }

    @Override
    public Duration leaseTime() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean isLeaseTrusted() {
        return this.trusted;
    }

    @Override
    public boolean isLeaseLost() {
        return this.lost;
    }

    @Override
    public void endLease() {
        this.leased = false;
        this.lost = false;
    }

    @Override
    public List<StoredJob> adopt() {
        check();
        if (this.adoptionFails) {
            throw new JobStoreException("no answer");
        }
        List<StoredJob> adopted = List.copyOf(this.orphans);
        this.orphans.clear();
        return adopted;
    }

    @Override
    public List<StoredJob> findOwn(Collection<Long> numbers) {
        check();
        return this.jobs.values().stream()
                .filter(job -> numbers.contains(job.number()))
                .toList();
    }

    @Override
    public byte @Nullable [] findFunction(long number) {
        check();
        return "f".getBytes(UTF_8);
    }

    @Override
    public NumberRange reserveNumbers() {
        return NumberRange.ALL;
    }

    @Override
    public void releaseNumbers(long firstUnused) {}

    @Override
    public void load(Consumer<StoredJob> jobs) {
        check();
    }

    @Override
    public void write(List<JobWrite> writes) {
        check();
        if (this.breaksBeforeCommit) {
            this.breaksBeforeCommit = false;
            throw new JobStoreException("the connection broke");
        }
        this.written.addAll(writes);
        writes.forEach(this::apply);
        if (this.breaksAfterCommit) {
            this.breaksAfterCommit = false;
            this.away = this.awayAfterBreak;
            throw new JobStoreException("the connection broke");
        }
    }

    private void apply(JobWrite write) {
        if (write instanceof JobWrite.Save save) {
            if (this.unstorable.contains(save.job().number()) && save.job().payload().length > 0) {
                throw new JobStoreException("the job is too large");
            }
            if (this.jobs.put(save.job().number(), save.job()) != null) {
                throw new AssertionError("Job " + save.job().number() + " is there already");
            }
        } else if (write instanceof JobWrite.Delete delete) {
            this.jobs.remove(delete.number());
        }
    }

    @Override
    public Map<Long, Long> coalesced() {
        return this.coalesced;
    }

    @Override
    public void close() {}
}
