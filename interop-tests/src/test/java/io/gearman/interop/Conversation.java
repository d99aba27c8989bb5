package io.gearman.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.gearman.server.GearmanVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests and the replies that a server must give, as text. {@code conversations.txt} explains the language.
 *
 * @param name what is shown
 * @param lines the steps
 */
record Conversation(String name, List<String> lines) {

    private static final Pattern STEP = Pattern.compile("(?:(ours|gearmand): *)?(\\w+)([<>!]) *(.*)");

    private static final Pattern HANDLE_NAME = Pattern.compile("\\bH\\d\\b");

    private static final String HANDLE = "(H:[^:]+:\\d+)";

    static List<Conversation> parse(List<String> lines) {
        List<Conversation> all = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("== ")) {
                all.add(new Conversation(line.substring(3), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                all.get(all.size() - 1).lines().add(line.strip());
            }
        }
        return all;
    }

    /** Holds the conversation, with two functions and a unique of its own. */
    void hold(JobServer server, int number) {
        Map<String, WireSocket> sockets = new HashMap<>();
        Map<String, String> names = new HashMap<>(
                Map.of("F", "f-" + number, "G", "g-" + number, "U", "u-" + number, "V", GearmanVersion.current()));
        try {
            for (String line : this.lines) {
                Matcher step = STEP.matcher(line);
                assertThat(step.matches()).as("'%s' is a step", line).isTrue();
                String only = step.group(1);
                if (only == null || only.equals("ours") == server.kind().isOurs()) {
                    WireSocket socket = sockets.computeIfAbsent(step.group(2), id -> new WireSocket(server.port()));
                    String text = step.group(4);
                    switch (step.group(3)) {
                        case ">" -> send(socket, text, names);
                        case "<" -> expect(line, socket, text, names);
                        default -> socket.leave();
                    }
                }
            }
        } finally {
            sockets.values().forEach(WireSocket::close);
        }
    }

    private static void send(WireSocket socket, String text, Map<String, String> names) {
        String magic = text.startsWith("RES ") ? "\0RES" : "\0REQ";
        String rest = text.startsWith("RES ") ? text.substring(4) : text;
        String[] parts = rest.split(" ", 2);
        String body = parts.length > 1 ? unescape(replace(parts[1], names)) : "";
        switch (parts[0]) {
            case "text" -> socket.sendText(body);
            case "hex" -> socket.send(HexFormat.of().parseHex(body.replace(" ", "")));
            default -> socket.send(magic, Integer.parseInt(parts[0]), body);
        }
    }

    private static void expect(String line, WireSocket socket, String text, Map<String, String> names) {
        if (text.equals("nothing")) {
            // Replies keep the order of requests, so an echo that comes back first shows that there was no reply.
            socket.send("\0REQ", 16, "nothing");
            assertThat(socket.receive()).as(line).isEqualTo("17 nothing");
            return;
        }
        String received = socket.receive();
        String expected = unescape(replace(text, names));
        Matcher unknown = HANDLE_NAME.matcher(expected);
        if (unknown.find()) {
            String name = unknown.group();
            int at = unknown.start();
            Matcher handle = Pattern.compile(Pattern.quote(expected.substring(0, at))
                            + HANDLE
                            + Pattern.quote(expected.substring(unknown.end())))
                    .matcher(received);
            assertThat(handle.matches())
                    .as("%s, but received '%s'", line, escape(received))
                    .isTrue();
            names.put(name, handle.group(1));
        } else {
            assertThat(escape(received)).as(line).isEqualTo(escape(expected));
        }
    }

    private static String replace(String text, Map<String, String> names) {
        String replaced = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            replaced = replaced.replaceAll("\\b" + name.getKey() + "\\b", Matcher.quoteReplacement(name.getValue()));
        }
        return replaced;
    }

    private static String unescape(String text) {
        Matcher repeat = Pattern.compile("(.)\\{(\\d+)\\}").matcher(text);
        String repeated = repeat.replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
        return repeated.replace('|', '\0').replace("\\r", "\r").replace("\\n", "\n");
    }

    private static String escape(String text) {
        return text.replace('\0', '|').replace("\r", "\\r").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return this.name;
    }
}
