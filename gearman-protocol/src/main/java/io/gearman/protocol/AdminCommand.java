package io.gearman.protocol;

import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * One line of the text protocol: words apart by spaces, ended by LF or CRLF.
 *
 * <p>The first word is the command, in any case. gearmand 1.1.20 reads at most five words and closes the connection at a
 * sixth; here the line keeps all its words and the receiver answers with an error.
 *
 * @param words the words as sent; empty for a line of nothing but blanks
 */
public record AdminCommand(List<String> words) {

    /** The most words that a command of the text protocol has. */
    public static final int MAX_WORDS = 5;

    /**
     * Creates a command from its words.
     *
     * @param words the words, copied
     */
    public AdminCommand {
        words = List.copyOf(words);
    }

    /**
     * Splits a line into its words.
     *
     * @param line the line without its end
     * @return the command
     */
    public static AdminCommand parse(String line) {
        StringTokenizer tokenizer = new StringTokenizer(line, " \t\r");
        String[] words = new String[tokenizer.countTokens()];
        for (int i = 0; i < words.length; i++) {
            words[i] = tokenizer.nextToken();
        }
        return new AdminCommand(List.of(words));
    }

    /**
     * Returns the first word in lower case.
     *
     * @return the name of the command, empty for an empty line
     */
    public String name() {
        return this.words.isEmpty() ? "" : this.words.get(0).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what follows the first word.
     *
     * @return the other words, possibly none
     */
    public List<String> arguments() {
        return this.words.isEmpty() ? List.of() : this.words.subList(1, this.words.size());
    }
}
