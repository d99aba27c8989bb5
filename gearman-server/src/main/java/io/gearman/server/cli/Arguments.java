package io.gearman.server.cli;

import io.gearman.server.GearmanServerOptions;
import io.gearman.server.GearmanVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** All options of the command line and of the configuration file. The name of a mixin is its heading in the help. */
@Command(
        name = "gearmand",
        sortOptions = false,
        usageHelpAutoWidth = true,
        customSynopsis = "gearmand [OPTION]...",
        description = "A Gearman job server.",
        footer = {
            "",
            "Signals: SIGTERM and SIGINT stop at once, SIGUSR1 stops when the running jobs are done, SIGHUP opens the log"
                    + " file, and reads certificates and access rules again.",
            "Exit code: 0 after a stop, 1 if the server could not start."
        })
final class Arguments {

    @Mixin(name = "General")
    final GeneralArguments general = new GeneralArguments();

    @Mixin(name = "Listening")
    final ListenArguments listen = new ListenArguments();

    @Mixin(name = "Logs")
    final LogArguments log = new LogArguments();

    @Mixin(name = "Jobs")
    final JobArguments jobs = new JobArguments();

    @Mixin(name = "TLS")
    final TlsArguments tls = new TlsArguments();

    @Mixin(name = "Access")
    private final AccessArguments access = new AccessArguments();

    @Mixin(name = "Limits of what peers may cost")
    private final LimitArguments limits = new LimitArguments();

    @Mixin(name = "Jobs over HTTP")
    private final HttpArguments http = new HttpArguments();

    @Mixin(name = "Metrics and health")
    private final MonitorArguments monitor = new MonitorArguments();

    @Mixin(name = "Stores")
    private final QueueArguments queue = new QueueArguments();

    @Mixin(name = "Store embedded: a directory of this server")
    private final EmbeddedStoreArguments embedded = new EmbeddedStoreArguments();

    @Mixin(name = "Store libsqlite3: a file of SQLite")
    private final SqliteStoreArguments sqlite = new SqliteStoreArguments();

    @Mixin(name = "Store mysql: MySQL and MariaDB")
    private final MysqlStoreArguments mysql = new MysqlStoreArguments();

    @Mixin(name = "Store postgres: PostgreSQL")
    private final PostgresqlStoreArguments postgresql = new PostgresqlStoreArguments();

    @Mixin(name = "Store h2: H2")
    private final H2StoreArguments h2 = new H2StoreArguments();

    @Mixin(name = "Store redis: Redis")
    private final RedisStoreArguments redis = new RedisStoreArguments();

    private Arguments() {}

    /**
     * Takes the words of a command line, and those of its configuration file where the command line says nothing.
     *
     * @throws StartException if a word is wrong
     */
    static Arguments parse(String... words) {
        CommandLine commandLine = commandLine();
        ParseResult given = parse(commandLine, "", words);
        Arguments arguments = commandLine.getCommand();
        List<String> inFile = ConfigFile.read(arguments.general.configFile);
        if (inFile.isEmpty()) {
            return arguments;
        }
        String origin = arguments.general.configFile + ": ";
        List<String> all = new ArrayList<>();
        for (OptionSpec option :
                parse(commandLine(), origin, inFile.toArray(String[]::new)).matchedOptions()) {
            if (!given.hasMatchedOption(option.longestName())) {
                boolean flag = option.arity().max() == 0;
                all.add(
                        flag
                                ? option.longestName()
                                : option.longestName() + "="
                                        + option.originalStringValues().get(0));
            }
        }
        all.addAll(List.of(words));
        CommandLine merged = commandLine();
        parse(merged, "", all.toArray(String[]::new));
        return merged.getCommand();
    }

    private static ParseResult parse(CommandLine commandLine, String origin, String... words) {
        try {
            ParseResult result = commandLine.parseArgs(words);
            for (OptionSpec option : result.matchedOptions()) {
                if (option.arity().min() > 0 && option.stringValues().contains("")) {
                    throw new StartException(origin + "the argument for option '" + option.longestName()
                            + "' should follow immediately after the equal sign");
                }
            }
            return result;
        } catch (ParameterException ex) {
            throw new StartException(origin + ParseError.describe(ex), ex);
        }
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Arguments());
        commandLine.setExpandAtFiles(false);
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Arguments::optionsByMixin);
        return commandLine;
    }

    private static String optionsByMixin(Help help) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, CommandSpec> mixin : help.commandSpec().mixins().entrySet()) {
            text.append(System.lineSeparator())
                    .append(help.colorScheme().text("@|bold " + mixin.getKey() + ":|@"))
                    .append(System.lineSeparator())
                    .append(help.optionListExcludingGroups(
                            mixin.getValue().options().stream()
                                    .filter(option -> !option.hidden())
                                    .toList(),
                            help.createDefaultLayout(),
                            null,
                            help.parameterLabelRenderer()));
        }
        return text.toString();
    }

    /** Returns the help. */
    static String help() {
        return commandLine().getUsageMessage();
    }

    /** Returns what {@code -V} prints: an empty line and the name with the version, as gearmand does. */
    static String version() {
        return System.lineSeparator() + "gearmand " + GearmanVersion.current() + System.lineSeparator();
    }

    /**
     * Returns the server that is asked for. Nothing is opened by this.
     *
     * @throws StartException if a value is wrong
     */
    GearmanServerOptions serverOptions() {
        this.general.checkFileDescriptors();
        try {
            GearmanServerOptions.Builder options = GearmanServerOptions.builder();
            this.listen.applyTo(options);
            this.jobs.applyTo(options);
            this.tls.applyTo(options);
            this.access.applyTo(options);
            this.limits.applyTo(options, this.general.fileDescriptors);
            this.http.applyTo(options);
            this.monitor.applyTo(options);
            return options.verbosity(this.log.verbosity().name())
                    .store(this.queue.store(
                            List.of(this.embedded, this.sqlite, this.mysql, this.postgresql, this.h2, this.redis)))
                    .build();
        } catch (IllegalArgumentException ex) {
            throw new StartException(String.valueOf(ex.getMessage()), ex);
        }
    }
}
