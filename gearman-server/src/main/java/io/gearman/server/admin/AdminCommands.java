package io.gearman.server.admin;

import io.gearman.protocol.AdminCommand;
import io.gearman.server.engine.Access;
import io.gearman.server.engine.Administration;
import io.gearman.server.engine.Refusal;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Answers text commands as gearmand does, to the byte: listings end lines with LF, results with CRLF. Engine's thread only.
 */
public final class AdminCommands {

    private static final String OK = "OK\r\n";

    private final Administration administration;

    private final String version;

    private final String logLevel;

    /**
     * Creates the commands of one server.
     *
     * @param administration what to ask and to tell
     * @param version the answer to {@code version}
     * @param logLevel the answer to {@code verbose}: one of gearmand's names, such as {@code ERROR}
     */
    public AdminCommands(Administration administration, String version, String logLevel) {
        this.administration = administration;
        this.version = version;
        this.logLevel = logLevel;
    }

    /**
     * Runs a command.
     *
     * @param command a line of the text protocol
     * @param access what the peer that asks may do
     * @return the reply, with its line ends; never empty. A long one comes in slices that are made when they are asked for
     */
    public Iterator<String> execute(AdminCommand command, Access access) {
        if (!access.mayRun(command.name())) {
            Refusal refusal = new Refusal("NOT_AUTHORIZED", access + " may not run '" + command.name() + "'");
            return line(error(refusal));
        }
        List<String> arguments = command.arguments();
        return switch (command.words().size() > AdminCommand.MAX_WORDS ? "" : command.name()) {
            case "status" -> status();
            case "prioritystatus" -> priorityStatus();
            case "workers" -> workers();
            case "show" -> arguments.isEmpty() ? line(unknown(command)) : show(arguments);
            default -> line(result(command, arguments));
        };
    }

    private String result(AdminCommand command, List<String> arguments) {
        if (command.words().size() > AdminCommand.MAX_WORDS) {
            return error("INVALID_ARGUMENTS", "A+command+has+at+most+" + AdminCommand.MAX_WORDS + "+words");
        }
        try {
            return switch (command.name()) {
                case "version" -> "OK " + this.version + "\n";
                case "verbose" -> "OK " + this.logLevel + "\n";
                case "getpid" -> "OK " + ProcessHandle.current().pid() + "\n";
                case "cancel" -> arguments.size() < 2 ? unknown(command) : cancel(arguments);
                case "create" -> create(arguments);
                case "drop" -> drop(arguments);
                case "maxqueue" -> maxQueue(arguments);
                default -> unknown(command);
            };
        } catch (Refusal ex) {
            return error(ex);
        }
    }

    private static Iterator<String> line(String reply) {
        return List.of(reply).iterator();
    }

    private Iterator<String> status() {
        return new Listing<>(
                this.administration::functions,
                (reply, function) -> Listing.printable(reply, function.name())
                        .append('\t')
                        .append(function.queued() + function.running())
                        .append('\t')
                        .append(function.running())
                        .append('\t')
                        .append(function.workers()));
    }

    private Iterator<String> priorityStatus() {
        return new Listing<>(
                this.administration::functions,
                (reply, function) -> Listing.printable(reply, function.name())
                        .append('\t')
                        .append(function.queuedHigh())
                        .append('\t')
                        .append(function.queuedNormal())
                        .append('\t')
                        .append(function.queuedLow())
                        .append('\t')
                        .append(function.workers()));
    }

    private Iterator<String> workers() {
        return new Listing<>(this.administration::connections, (reply, connection) -> {
            reply.append(connection.number())
                    .append(' ')
                    .append(connection.address())
                    .append(' ');
            Listing.printable(reply, connection.clientId()).append(" :");
            for (String function : connection.functions()) {
                Listing.printable(reply.append(' '), function);
            }
        });
    }

    private Iterator<String> show(List<String> arguments) {
        String what = String.join(" ", arguments).toLowerCase(Locale.ROOT);
        return switch (what) {
            case "jobs" -> jobs();
            case "unique jobs" -> uniqueJobs();
            case "maxqueue" -> queueLimits();
            default -> line("ERR UNKNOWN_SHOW_ARGUMENTS\r\n");
        };
    }

    private Iterator<String> jobs() {
        return new Listing<>(
                this.administration::jobs,
                (reply, job) -> reply.append(job.handle())
                        .append('\t')
                        .append(job.retries())
                        .append('\t')
                        .append(job.cancelled() ? 1 : 0)
                        .append('\t')
                        .append(job.stored() ? 1 : 0));
    }

    private Iterator<String> uniqueJobs() {
        return new Listing<>(this.administration::jobs, (reply, job) -> Listing.printable(reply, job.unique()));
    }

    /** What {@code maxqueue} set; gearmand has no way to read it. */
    private Iterator<String> queueLimits() {
        return new Listing<>(
                this.administration::queueLimits,
                (reply, limits) -> Listing.printable(reply, limits.function())
                        .append('\t')
                        .append(limits.high())
                        .append('\t')
                        .append(limits.normal())
                        .append('\t')
                        .append(limits.low()));
    }

    private String cancel(List<String> arguments) {
        if (!arguments.get(0).equalsIgnoreCase("job")) {
            return "ERR UNKNOWN_ERROR\r\n";
        }
        return this.administration.cancel(arguments.get(1)) ? OK : "ERR UNKNOWN_JOB\r\n";
    }

    private String create(List<String> arguments) {
        if (arguments.size() != 2 || !arguments.get(0).equalsIgnoreCase("function")) {
            return incomplete("create");
        }
        this.administration.createFunction(arguments.get(1));
        return OK;
    }

    private String drop(List<String> arguments) {
        if (arguments.size() != 2 || !arguments.get(0).equalsIgnoreCase("function")) {
            return incomplete("drop");
        }
        return switch (this.administration.dropFunction(arguments.get(1))) {
            case DROPPED -> OK;
            case NOT_FOUND -> "ERR function not found\r\n";
            case IN_USE -> "ERR there are still connected workers or executing clients\r\n";
        };
    }

    /** No number removes the limits, one is for all priorities, two leave low priority unlimited. */
    private String maxQueue(List<String> arguments) {
        if (arguments.isEmpty()) {
            return incomplete("maxqueue");
        }
        int high = number(arguments, 1);
        boolean single = arguments.size() <= 2;
        int normal = single ? high : number(arguments, 2);
        int low = single ? high : number(arguments, 3);
        this.administration.setMaxQueue(arguments.get(0), high, normal, low);
        return OK;
    }

    private static int number(List<String> arguments, int index) {
        try {
            return index < arguments.size() ? Integer.parseInt(arguments.get(index)) : 0;
        } catch (NumberFormatException ex) {
            return 0;
        }
    }

    private static String unknown(AdminCommand command) {
        String word = command.words().isEmpty() ? "" : command.words().get(0);
        return error("UNKNOWN_COMMAND", "Unknown+server+command" + word);
    }

    private static String incomplete(String command) {
        return error("INVALID_ARGUMENTS", "An+incomplete+set+of+arguments+was+sent+to+this+command+" + command);
    }

    private static String error(Refusal refusal) {
        StringBuilder text = new StringBuilder();
        return error(
                refusal.code(),
                Listing.printable(text, refusal.text()).toString().replace(' ', '+'));
    }

    private static String error(String code, String text) {
        return "ERR " + code + " " + text + "\r\n";
    }
}
