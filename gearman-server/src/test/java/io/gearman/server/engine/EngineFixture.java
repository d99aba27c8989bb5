package io.gearman.server.engine;

import io.gearman.server.store.JobStore;
import io.gearman.server.store.memory.MemoryJobStore;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** An engine on a clock of its own, and its peers. Job handles begin with {@code H:}. */
final class EngineFixture {

    static final EngineOptions OPTIONS = options(-1, 0);

    final JobEngine engine;

    /** 2026-01-01 00:00:00 UTC, a Thursday, to begin with. */
    long nowMillis = 1_767_225_600_000L;

    private long wallOffsetMillis;

    EngineFixture() {
        this(OPTIONS);
    }

    EngineFixture(EngineOptions options) {
        this(options, new MemoryJobStore());
    }

    EngineFixture(JobStore store) {
        this(OPTIONS, store);
    }

    EngineFixture(EngineOptions options, JobStore store) {
        this.engine = new JobEngine(options, store);
        tell();
        this.engine.open(Runnable::run);
    }

    EngineFixture(OutsideHeap outsideHeap) {
        this.engine = new JobEngine(OPTIONS, new MemoryJobStore(), outsideHeap);
        tell();
        this.engine.open(Runnable::run);
    }

    static EngineOptions options(int jobRetries, int workerWakeup) {
        return options(jobRetries, workerWakeup, EngineLimits.DEFAULT);
    }

    static EngineOptions options(int jobRetries, int workerWakeup, EngineLimits limits) {
        return new EngineOptions("H", jobRetries, false, workerWakeup, 1000, ZoneOffset.UTC, limits, 42);
    }

    TestPeer client() {
        return new TestPeer(this.engine);
    }

    /** Connects a worker that can do functions, the first of them registered first. */
    TestPeer worker(String... functions) {
        TestPeer worker = client();
        for (String function : functions) {
            worker.canDo(function);
        }
        return worker;
    }

    /** Connects workers that sleep. */
    List<TestPeer> sleepers(int count, String... functions) {
        List<TestPeer> sleepers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestPeer worker = worker(functions);
            worker.sleep();
            sleepers.add(worker);
        }
        return sleepers;
    }

    void pass(Duration time) {
        this.nowMillis += time.toMillis();
        tell();
    }

    /** Sets the clock on the wall, forward or back; no time passes. */
    void setWallClock(Duration difference) {
        this.wallOffsetMillis += difference.toMillis();
        tell();
    }

    private void tell() {
        this.engine.advanceTo(this.nowMillis, this.nowMillis + this.wallOffsetMillis);
    }

    Administration administration() {
        return this.engine.administration();
    }

    FunctionStatus function(String name) {
        return administration().functions().stream()
                .filter(function -> function.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    /** Returns how many connections have been woken since they were last looked at. */
    static long woken(List<TestPeer> workers) {
        return workers.stream()
                .filter(worker -> worker.received().contains("NOOP"))
                .count();
    }
}
