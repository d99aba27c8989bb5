package io.gearman.benchmarks.load;

import io.gearman.protocol.Packet;
import io.gearman.protocol.PacketDecoder;
import io.gearman.protocol.PacketEncoder;
import io.gearman.protocol.PacketType;
import io.gearman.protocol.ProtocolLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Runs one scenario after the other, each with connections of its own. Used by one thread. */
final class LoadRun implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final LoadOptions options;

    private final Progress progress;

    private final LoadPackets packets;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("load", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    private final List<Channel> channels = new ArrayList<>();

    LoadRun(LoadOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.packets = new LoadPackets(options.function(), options.payload());
    }

    /**
     * Runs a scenario to its end.
     *
     * @throws LoadException if the server cannot be reached, refuses something, or goes quiet
     */
    LoadResult run(Scenario scenario) {
        LoadTally tally = new LoadTally();
        long cpuBefore = cpuNanos();
        try {
            long start = switch (scenario) {
                case SUBMIT ->
                    pipeline(
                            scenario,
                            tally,
                            PacketType.JOB_CREATED,
                            () -> this.packets.submission(PacketType.SUBMIT_JOB_BG));
                case ECHO -> pipeline(scenario, tally, PacketType.ECHO_RES, this.packets::echo);
                case DRAIN -> drain(tally);
                case ROUNDTRIP -> roundTrips(tally);
                case OPEN -> openLoop(tally);
            };
            return tally.result(scenario, start, cpuNanos() - cpuBefore);
        } finally {
            this.progress.end();
            disconnect();
        }
    }

    /** What the event loop has used so far. */
    private long cpuNanos() {
        return this.group
                .next()
                .submit(() -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime())
                .awaitUninterruptibly()
                .getNow();
    }

    private long pipeline(Scenario scenario, LoadTally tally, PacketType answer, Supplier<Packet> requests) {
        List<PipelinedRequests> peers = connectShares(
                scenario, share -> new PipelinedRequests(requests, answer, share, this.options.window(), tally));
        return startAndAwait(scenario, peers, tally);
    }

    private long drain(LoadTally tally) {
        List<EchoWorker> workers =
                connect(this.options.connections(), number -> new EchoWorker(this.packets, true, tally));
        return startAndAwait(Scenario.DRAIN, workers, tally);
    }

    private long roundTrips(LoadTally tally) {
        startWorkers();
        List<ForegroundCaller> callers = connectShares(
                Scenario.ROUNDTRIP, share -> new ForegroundCaller(this.packets, share, this.options.window(), tally));
        return startAndAwait(Scenario.ROUNDTRIP, callers, tally);
    }

    private long openLoop(LoadTally tally) {
        startWorkers();
        List<ForegroundCaller> callers =
                connectShares(Scenario.OPEN, share -> new ForegroundCaller(this.packets, share, 0, tally));
        callers.forEach(LoadPeer::start);
        OpenLoop loop =
                new OpenLoop(this.group.next(), callers, this.options.jobsOf(Scenario.OPEN), this.options.rate());
        Thread thread = new Thread(loop, "open-loop");
        thread.setDaemon(true);
        long start = System.nanoTime();
        thread.start();
        try {
            await(Scenario.OPEN, callers, tally);
        } finally {
            thread.interrupt();
        }
        return start;
    }

    private void startWorkers() {
        // What the workers take is counted where its result arrives.
        LoadTally ignored = new LoadTally();
        List<EchoWorker> workers =
                connect(this.options.workers(), number -> new EchoWorker(this.packets, false, ignored));
        workers.forEach(LoadPeer::start);
        Patience patience = new Patience(this.options.patience());
        patience.await(
                CompletableFuture.allOf(workers.stream().map(EchoWorker::ready).toArray(CompletableFuture[]::new)));
    }

    private <P extends LoadPeer> List<P> connectShares(Scenario scenario, LongFunction<P> peers) {
        long jobs = this.options.jobsOf(scenario);
        int count = this.options.connections();
        return connect(count, number -> peers.apply(jobs / count + (number < jobs % count ? 1 : 0)));
    }

    private <P extends LoadPeer> List<P> connect(int count, Function<Integer, P> peers) {
        List<P> connected = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            P peer = peers.apply(number);
            connect(peer);
            connected.add(peer);
        }
        return connected;
    }

    private void connect(LoadPeer peer) {
        Future<Void> connecting = new Bootstrap()
                .group(this.group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        LoadRun.this.channels.add(channel);
                        channel.pipeline()
                                .addLast(new PacketDecoder(ProtocolLimits.DEFAULT), new PacketEncoder(), peer);
                    }
                })
                .connect(this.options.server().address())
                .awaitUninterruptibly();
        if (!connecting.isSuccess()) {
            throw new LoadException("Cannot connect to " + this.options.server() + ": "
                    + connecting.cause().getMessage() + ". Is a job server running there?");
        }
    }

    private long startAndAwait(Scenario scenario, List<? extends LoadPeer> peers, LoadTally tally) {
        long start = System.nanoTime();
        peers.forEach(LoadPeer::start);
        await(scenario, peers, tally);
        return start;
    }

    private void await(Scenario scenario, List<? extends LoadPeer> peers, LoadTally tally) {
        CompletableFuture<Void> all =
                CompletableFuture.allOf(peers.stream().map(LoadPeer::finished).toArray(CompletableFuture[]::new));
        // The first failure ends the run, not the last.
        peers.forEach(peer -> peer.finished().exceptionally(failure -> {
            all.completeExceptionally(failure);
            return null;
        }));
        long total = this.options.jobsOf(scenario);
        new Patience(this.options.patience())
                .await(
                        all,
                        this.progress.interval(),
                        tally::count,
                        () -> this.progress.show(scenario, tally.count(), total));
    }

    private void disconnect() {
        this.channels.forEach(channel -> channel.close().awaitUninterruptibly());
        this.channels.clear();
    }

    @Override
    public void close() {
        this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        this.packets.close();
    }
}
