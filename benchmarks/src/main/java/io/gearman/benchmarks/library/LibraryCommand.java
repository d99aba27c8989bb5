package io.gearman.benchmarks.library;

import io.gearman.client.GearmanClient;
import io.gearman.client.GearmanException;
import io.gearman.client.JobRequest;
import io.gearman.transport.ServerAddress;
import io.gearman.worker.GearmanWorker;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures our client and worker on any job server, as the program in C measures libgearman. */
@Command(
        name = "library",
        usageHelpAutoWidth = true,
        showDefaultValues = true,
        description =
                "Measures our client and worker on any job server. Prints for each scenario of each round: its name,"
                        + " jobs a second, CPU of this process in microseconds per job.")
public final class LibraryCommand implements Callable<Integer> {

    private static final int PAYLOAD = 100;

    /** As many as libgearman is given at once, too. */
    private static final int BATCH = 1000;

    private static final String QUEUED = "library-queued";

    private static final String CALLED = "library-called";

    @Parameters(index = "0", description = "The job server's host.")
    private String host = "";

    @Parameters(index = "1", description = "Its port.")
    private int port;

    @Parameters(index = "2", description = "How often all is done; the first rounds warm up.")
    private int rounds;

    @Option(
            names = "--one-by-one",
            paramLabel = "N",
            description = "Background jobs, each when the one before is taken.")
    private int oneByOne = 20_000;

    @Option(names = "--pipelined", paramLabel = "N", description = "Background jobs, a thousand at a time.")
    private int pipelined = 100_000;

    @Option(names = "--calls", paramLabel = "N", description = "Jobs whose result is waited for.")
    private int calls = 20_000;

    @Option(
            names = "--direct",
            description = "Run the worker's functions in the thread that reads, with no thread of their own.")
    private boolean direct;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final byte[] payload = new byte[PAYLOAD];

    private long lastUnique;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = this.spec.commandLine();
        ServerAddress server = new ServerAddress(this.host, this.port);
        try (GearmanClient client =
                GearmanClient.builder().server(server).maxPending(2 * BATCH).build()) {
            for (int round = 0; round < this.rounds; round++) {
                submitOneByOne(client, command.getOut());
                submitPipelined(client, command.getOut());
                drain(server, command.getOut());
                call(client, server, command.getOut());
            }
            return CommandLine.ExitCode.OK;
        } catch (GearmanException ex) {
            command.getErr().println("library: " + ex.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void submitOneByOne(GearmanClient client, PrintWriter out) {
        Stopwatch stopwatch = new Stopwatch();
        for (int i = 0; i < this.oneByOne; i++) {
            client.executeBackground(request(QUEUED));
        }
        stopwatch.end("submit-one-by-one", this.oneByOne, out);
    }

    private void submitPipelined(GearmanClient client, PrintWriter out) {
        Stopwatch stopwatch = new Stopwatch();
        for (int done = 0; done < this.pipelined; done += BATCH) {
            CompletableFuture<?>[] batch = new CompletableFuture<?>[Math.min(BATCH, this.pipelined - done)];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = client.submitBackground(request(QUEUED));
            }
            CompletableFuture.allOf(batch).join();
        }
        stopwatch.end("submit-pipelined", this.pipelined, out);
    }

    private void drain(ServerAddress server, PrintWriter out) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(this.oneByOne + this.pipelined);
        Stopwatch stopwatch = new Stopwatch();
        GearmanWorker worker = worker(server)
                .function(QUEUED, job -> {
                    left.countDown();
                    return job.payload();
                })
                .build();
        try (worker) {
            worker.start();
            left.await();
            stopwatch.end("drain", this.oneByOne + this.pipelined, out);
        }
    }

    private void call(GearmanClient client, ServerAddress server, PrintWriter out) {
        GearmanWorker worker =
                worker(server).function(CALLED, job -> job.payload()).build();
        try (worker) {
            worker.start();
            Stopwatch stopwatch = new Stopwatch();
            for (int i = 0; i < this.calls; i++) {
                if (!Arrays.equals(client.execute(request(CALLED)), this.payload)) {
                    throw new GearmanException("A reply is not what was sent");
                }
            }
            stopwatch.end("call", this.calls, out);
        }
    }

    private GearmanWorker.Builder worker(ServerAddress server) {
        GearmanWorker.Builder builder = GearmanWorker.builder().server(server);
        return this.direct ? builder.executor(Runnable::run) : builder;
    }

    private JobRequest request(String function) {
        return JobRequest.builder(function)
                .payload(this.payload)
                .unique("u" + ++this.lastUnique)
                .build();
    }
}
