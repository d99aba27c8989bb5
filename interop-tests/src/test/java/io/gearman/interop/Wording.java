package io.gearman.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in a conversation, and how its bytes are written down. */
final class Wording {

    /** A handle or a number that is learnt when it is received first. */
    private static final Pattern LEARNT = Pattern.compile("\\b[HN]\\d\\b");

    private static final Pattern NOW = Pattern.compile("\\bNOW\\+(\\d+)\\b");

    private static final Pattern REPEATED = Pattern.compile("(.)\\{(\\d+)\\}");

    private static final String HANDLE = "(H:[^:\\s]+:\\d+)";

    private static final String NUMBER = "(\\d+)";

    private final Map<String, String> names;

    Wording(Map<String, String> names) {
        this.names = new HashMap<>(names);
    }

    /** Returns the bytes that a text stands for. */
    String spoken(String text) {
        String replaced = text;
        for (Map.Entry<String, String> name : this.names.entrySet()) {
            replaced = replaced.replaceAll("\\b" + name.getKey() + "\\b", Matcher.quoteReplacement(name.getValue()));
        }
        replaced = NOW.matcher(replaced)
                .replaceAll(now -> String.valueOf(System.currentTimeMillis() / 1000 + Long.parseLong(now.group(1))));
        String repeated = REPEATED.matcher(replaced)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
        return repeated.replace('|', '\0')
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t");
    }

    /** Tells whether bytes are those of a text, and learns the names in it that are new. */
    boolean hears(String text, String received) {
        String expected = spoken(text);
        StringBuilder pattern = new StringBuilder();
        List<String> learnt = new ArrayList<>();
        Matcher name = LEARNT.matcher(expected);
        int from = 0;
        while (name.find()) {
            pattern.append(Pattern.quote(expected.substring(from, name.start())));
            pattern.append(name.group().startsWith("H") ? HANDLE : NUMBER);
            learnt.add(name.group());
            from = name.end();
        }
        if (learnt.isEmpty()) {
            return expected.equals(received);
        }
        Matcher matcher = Pattern.compile(pattern + Pattern.quote(expected.substring(from)), Pattern.DOTALL)
                .matcher(received);
        boolean matches = matcher.matches();
        for (int i = 0; matches && i < learnt.size(); i++) {
            this.names.put(learnt.get(i), matcher.group(i + 1));
        }
        return matches;
    }

    /** Writes bytes down, long ones shortened. */
    static String written(String bytes) {
        String text = bytes.length() > 500 ? bytes.substring(0, 500) + "…" : bytes;
        return text.replace('\0', '|').replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }
}
