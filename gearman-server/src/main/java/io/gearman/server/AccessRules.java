package io.gearman.server;

import io.gearman.server.engine.Access;
import io.gearman.server.engine.AccessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may submit which jobs, work on which, and run text commands. Off by default; with rules, what no rule allows is refused
 * with ERROR {@code NOT_AUTHORIZED}, and who may not submit jobs of a function is not told of them. One rule a line:
 *
 * <pre>
 * # right   who          functions
 * client    web-*        sms.* thumbnail
 * worker    sms-worker   sms.*
 * monitor   prometheus
 * admin     "Ops team"
 * client    anonymous    newsletter
 * </pre>
 *
 * <p>Who is the common name of the peer's certificate, or one of its DNS names, mail addresses and URIs; a peer without a
 * certificate is {@code anonymous}. A {@code *} at the end stands for anything. {@code monitor} may run the text commands that
 * change nothing, {@code admin} all of them, everybody {@code version}. Clients and workers in the server's own JVM may do
 * everything. Immutable.
 */
public final class AccessRules implements AccessPolicy {

    /** Who a peer is that has shown no certificate. */
    private static final String ANONYMOUS = "anonymous";

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final List<Rule> rules;

    private final @Nullable Path file;

    private AccessRules(List<Rule> rules, @Nullable Path file) {
        this.rules = List.copyOf(rules);
        this.file = file;
    }

    /**
     * Reads rules from a file, which {@link GearmanServer#reload()} reads again.
     *
     * @param file the file, in UTF-8
     * @return the rules
     * @throws GearmanServerException if the file cannot be read, or a line is no rule
     */
    public static AccessRules in(Path file) {
        try {
            return new AccessRules(read(Files.readString(file), file.toString()), file);
        } catch (IOException ex) {
            throw new GearmanServerException("Cannot read the access rules: " + Settings.reason(ex), ex);
        } catch (IllegalArgumentException ex) {
            throw new GearmanServerException("Cannot use the access rules: " + ex.getMessage(), ex);
        }
    }

    /**
     * Reads rules.
     *
     * @param text one rule a line
     * @return the rules
     * @throws IllegalArgumentException if a line is no rule
     */
    public static AccessRules of(String text) {
        return new AccessRules(read(text, "access rules"), null);
    }

    private static List<Rule> read(String text, String source) {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            List<String> words = words(line);
            if (!words.isEmpty()) {
                rules.add(rule(words, source + ", line " + number));
            }
        }
        return rules;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            if (matcher.group().startsWith("#")) {
                break;
            }
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    private static Rule rule(List<String> words, String place) {
        Right right = switch (words.get(0)) {
            case "client" -> Right.CLIENT;
            case "worker" -> Right.WORKER;
            case "monitor" -> Right.MONITOR;
            case "admin" -> Right.ADMIN;
            default ->
                throw new IllegalArgumentException(
                        place + ": '" + words.get(0) + "' is no right (expected: client, worker, monitor or admin)");
        };
        if (words.size() < 2) {
            throw new IllegalArgumentException(place + ": nobody is named (expected: the name in a certificate)");
        }
        boolean ofFunctions = right == Right.CLIENT || right == Right.WORKER;
        if (ofFunctions != words.size() > 2) {
            throw new IllegalArgumentException(
                    place + (ofFunctions ? ": no function is named (expected: names, or *)" : ": too many words"));
        }
        List<NamePattern> functions =
                words.subList(2, words.size()).stream().map(NamePattern::of).toList();
        return new Rule(right, NamePattern.of(words.get(1)), functions);
    }

    Optional<Path> file() {
        return Optional.ofNullable(this.file);
    }

    @Override
    public Access accessOf(List<String> names) {
        List<String> called = names.isEmpty() ? List.of(ANONYMOUS) : names;
        return new RuledAccess(
                called.get(0),
                this.rules.stream()
                        .filter(rule -> called.stream()
                                .anyMatch(name -> rule.who.matches(name.getBytes(StandardCharsets.UTF_8))))
                        .toList());
    }

    enum Right {
        CLIENT,
        WORKER,
        MONITOR,
        ADMIN
    }

    record Rule(Right right, NamePattern who, List<NamePattern> functions) {}
}
