package io.gearman.benchmarks.load;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The load program's command line. */
@Command(
        name = "load",
        sortOptions = false,
        usageHelpAutoWidth = true,
        showDefaultValues = true,
        description = "Puts a Gearman job server under load and measures it.",
        footer = {
            "",
            "Scenarios: submit (background jobs), drain (workers take what is queued), roundtrip (foreground jobs that the"
                    + " program works itself), open (the same at a fixed rate, latency from the time at which a job was"
                    + " due), echo.",
            "Exit code: 0 when all answers came, 1 if the server could not be reached, refused something or went quiet,"
                    + " 2 for wrong options."
        })
public final class LoadCommand implements Callable<Integer> {

    @Option(names = "--server", paramLabel = "HOST:PORT", description = "The job server.")
    private ServerEndpoint server = new ServerEndpoint("127.0.0.1", 4730);

    @Option(
            names = "--scenario",
            split = ",",
            paramLabel = "NAME",
            description = "What to do, one after the other: ${COMPLETION-CANDIDATES}.")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(names = "--connections", paramLabel = "N", description = "Connections that submit, or drain.")
    private int connections = 8;

    @Option(names = "--workers", paramLabel = "N", description = "Connections that work foreground jobs.")
    private int workers = 8;

    @Option(names = "--window", paramLabel = "N", description = "Requests under way on each connection.")
    private int window = 16;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Length of each payload.")
    private int payload = 100;

    @Option(names = "--jobs", paramLabel = "N", description = "Jobs, or echoes.")
    private long jobs = 100_000;

    @Option(names = "--rate", paramLabel = "N", description = "Jobs a second of the open loop.")
    private double rate = 1_000;

    @Option(names = "--seconds", paramLabel = "N", description = "How long the open loop runs.")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Jobs of each scenario before it is measured; 1 s for the open loop. 0: none.")
    private long warmUp = 20_000;

    @Option(names = "--function", paramLabel = "NAME", description = "The function of all jobs.")
    private String function = "gearman-load";

    @Option(names = "--keep", description = "Leave the jobs of submit on the server, for a drain by another call.")
    private boolean keep;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long the server may answer nothing.")
    private int timeout = 30;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * Completes a command line that this command is part of, so that names of scenarios can be written small.
     *
     * @param commands the command line
     * @return the same
     */
    public static CommandLine configured(CommandLine commands) {
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(ServerEndpoint.class, new ServerEndpoint.Converter());
    }

    @Override
    public Integer call() {
        check(this.connections > 0 && this.workers > 0 && this.window > 0, "--connections, --workers and --window");
        check(this.jobs > 0 && this.rate > 0 && this.seconds > 0 && this.timeout > 0, "numbers of jobs and seconds");
        check(this.payload >= 0 && this.warmUp >= 0, "--payload and --warm-up");
        try {
            List<LoadResult> results = run(Progress.toStandardError());
            PrintWriter out = this.spec.commandLine().getOut();
            out.print(this.json ? LoadResult.json(results) : LoadResult.table(results));
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (LoadException ex) {
            this.spec.commandLine().getErr().println("load: " + ex.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void check(boolean right, String what) {
        if (!right) {
            throw new ParameterException(this.spec.commandLine(), "Too small: " + what);
        }
    }

    private List<LoadResult> run(Progress progress) {
        LoadOptions options = new LoadOptions(
                this.server,
                this.connections,
                this.workers,
                this.window,
                this.payload,
                this.jobs,
                this.rate,
                Duration.ofSeconds(this.seconds),
                this.function,
                Duration.ofSeconds(this.timeout));
        if (this.warmUp > 0) {
            // A drain on its own is for jobs that are there already, and they are there once.
            boolean takesOnly = !this.scenarios.contains(Scenario.SUBMIT);
            List<Scenario> warm = this.scenarios.stream()
                    .filter(scenario -> !takesOnly || scenario != Scenario.DRAIN)
                    .toList();
            run(options.warmUp(this.warmUp), warm, progress, false);
        }
        return run(options, this.scenarios, progress, this.keep);
    }

    private List<LoadResult> run(LoadOptions options, List<Scenario> all, Progress progress, boolean keepJobs) {
        List<LoadResult> results = new ArrayList<>();
        try (LoadRun run = new LoadRun(options, progress)) {
            for (Scenario scenario : all) {
                results.add(run.run(scenario));
            }
            if (!keepJobs && leavesJobs()) {
                run.run(Scenario.DRAIN);
            }
        }
        return results;
    }

    private boolean leavesJobs() {
        return this.scenarios.lastIndexOf(Scenario.SUBMIT) > this.scenarios.lastIndexOf(Scenario.DRAIN);
    }
}
