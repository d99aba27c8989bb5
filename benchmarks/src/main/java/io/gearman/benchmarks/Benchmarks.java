package io.gearman.benchmarks;

import io.gearman.benchmarks.library.LibraryCommand;
import io.gearman.benchmarks.load.LoadCommand;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** What {@code java -jar benchmarks.jar} runs: the load program, the libraries, or single parts. */
@Command(
        name = "benchmarks",
        description = "Measures job servers, and the parts of ours.",
        subcommands = {LoadCommand.class, LibraryCommand.class, HelpCommand.class},
        footer = {"", "  jmh   runs the benchmarks of single parts; all that follows is for JMH, such as -h or -l"})
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs a command.
     *
     * @param args {@code load}, {@code library} or {@code jmh}, and its options
     * @throws IOException if JMH cannot read what it was built with
     */
    public static void main(String[] args) throws IOException {
        // JMH has a command line of its own, ends the process by itself, and is not to be parsed twice.
        if (args.length > 0 && args[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        CommandLine commands = LoadCommand.configured(new CommandLine(new Benchmarks()));
        if (args.length == 0) {
            commands.usage(System.err);
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(commands.execute(args));
    }
}
