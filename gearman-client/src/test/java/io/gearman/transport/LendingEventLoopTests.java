package io.gearman.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class LendingEventLoopTests {

    private static final ServerAddress NETWORK = ServerAddress.of("127.0.0.1", 1);

    private final EventLoops loops = new EventLoops("gearman-lending-test");

    @AfterEach
    void close() {
        this.loops.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoCallsAgainAndAgainBecomesTheEventLoop(Kind kind) {
        LendingEventLoop loop = loop(kind);

        assertThat(threadOfOneCall(loop)).as("the first call").isNotSameAs(Thread.currentThread());
        borrow(loop);
        assertThat(loop.inEventLoop()).as("between calls").isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersAskForWhileNobodyLeadsIsDone(Kind kind) throws Exception {
        LendingEventLoop loop = loop(kind);
        borrow(loop);

        Thread thread = loop.submit(Thread::currentThread).get(60, TimeUnit.SECONDS);

        assertThat(thread).isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @EnumSource
    void timersRunWhileNobodyLeads(Kind kind) throws Exception {
        LendingEventLoop loop = loop(kind);
        CompletableFuture<Void> due = new CompletableFuture<>();
        attend(
                loop,
                () -> {
                    loop.schedule(() -> due.complete(null), 20, TimeUnit.MILLISECONDS);
                    return false;
                },
                () -> true,
                () -> null);
        borrow(loop);

        due.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForLongHandsTheLeadBack(Kind kind) {
        LendingEventLoop loop = loop(kind);
        borrow(loop);

        Thread thread = attend(loop, () -> true, () -> false, () -> {
            assertThat(loop.inEventLoop()).isFalse();
            return loop.submit(Thread::currentThread).syncUninterruptibly().getNow();
        });

        assertThat(thread).isNotNull().isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherEventLoopBringsIsNotWaitedForInTheLead(Kind kind) {
        LendingEventLoop loop = loop(kind);
        borrow(loop);

        boolean leads = attend(loop, () -> false, () -> false, loop::inEventLoop);

        assertThat(leads).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsInterruptedLeadsNoLonger(Kind kind) {
        LendingEventLoop loop = loop(kind);
        borrow(loop);

        Thread self = Thread.currentThread();
        boolean leads = attend(
                loop,
                () -> {
                    loop.execute(self::interrupt);
                    return true;
                },
                () -> false,
                () -> {
                    while (!Thread.interrupted()) {
                        Thread.onSpinWait();
                    }
                    return loop.inEventLoop();
                });

        assertThat(leads).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theEventLoopEndsUnderItsLeader(Kind kind) throws Exception {
        LendingEventLoop loop = loop(kind);
        CountDownLatch leading = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            var outcome = caller.submit(() -> {
                borrow(loop);
                return attend(
                        loop,
                        () -> {
                            leading.countDown();
                            return true;
                        },
                        () -> false,
                        () -> "handed back");
            });
            leading.await();
            this.loops.close();

            assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo("handed back");
            assertThat(loop.isTerminated()).isTrue();
        } finally {
            caller.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsAreServedAndOneAtATimeIsTheEventLoop(Kind kind) throws Exception {
        LendingEventLoop loop = loop(kind);
        int threads = 4;
        int calls = 3_000;
        // Not safe for use by several threads: tells whether the loop's state is handed on with the lead.
        int[] count = new int[1];
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            CompletableFuture<?>[] done = new CompletableFuture<?>[threads];
            for (int i = 0; i < threads; i++) {
                // The first ends soon, so that the last of them calls alone.
                int mine = calls * (i + 1) / threads;
                done[i] = CompletableFuture.runAsync(() -> callOften(loop, mine, count), callers);
            }
            CompletableFuture.allOf(done).get(60, TimeUnit.SECONDS);
        } finally {
            callers.shutdownNow();
        }

        assertThat(loop.submit(() -> count[0]).get()).isEqualTo(2 * calls * (threads + 1) / 2);
    }

    private static void callOften(LendingEventLoop loop, int calls, int[] count) {
        for (int i = 0; i < calls; i++) {
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            attend(
                    loop,
                    () -> {
                        loop.execute(() -> {
                            count[0]++;
                            outcome.complete(null);
                        });
                        return true;
                    },
                    outcome::isDone,
                    outcome::join);
            loop.execute(() -> count[0]++);
        }
    }

    @ParameterizedTest
    @EnumSource
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsDoNotLead(Kind kind) throws Exception {
        LendingEventLoop loop = loop(kind);
        CompletableFuture<Boolean> led = new CompletableFuture<>();
        Runnable calls = () -> {
            boolean any = false;
            for (int i = 0; i < 100; i++) {
                any |= threadOfOneCall(loop) == Thread.currentThread();
            }
            led.complete(any);
        };
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, calls);

        assertThat(led.get(60, TimeUnit.SECONDS)).isFalse();
    }

    /** Calls until a call was led by this thread, so that the lead is free for its next call if that comes soon. */
    private static void borrow(LendingEventLoop loop) {
        while (threadOfOneCall(loop) != Thread.currentThread()) {
            Thread.onSpinWait();
        }
    }

    /** Returns the thread that was the event loop while this thread waited for it. */
    private static Thread threadOfOneCall(LendingEventLoop loop) {
        CompletableFuture<Thread> outcome = new CompletableFuture<>();
        return attend(
                loop,
                () -> {
                    loop.execute(() -> outcome.complete(Thread.currentThread()));
                    return true;
                },
                outcome::isDone,
                outcome::join);
    }

    private LendingEventLoop loop(Kind kind) {
        EventLoop loop = this.loops
                .group(kind == Kind.NETWORK ? NETWORK : ServerAddress.inJvm("lending"))
                .next();
        assumeTrue(loop instanceof LendingEventLoop, "Netty's epoll is not there, so nothing is lent");
        return (LendingEventLoop) loop;
    }

    enum Kind {
        NETWORK,
        IN_JVM
    }

    private static <T> T attend(
            LendingEventLoop loop, BooleanSupplier begin, BooleanSupplier done, Supplier<T> outcome) {
        return loop.attend(new Awaited<>() {

            @Override
            public boolean begin() {
                return begin.getAsBoolean();
            }

            @Override
            public boolean isDone() {
                return done.getAsBoolean();
            }

            @Override
            public T outcome() {
                return outcome.get();
            }
        });
    }
}
