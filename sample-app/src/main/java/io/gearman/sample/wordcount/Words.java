package io.gearman.sample.wordcount;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a word is: a run of letters, digits and the marks on them, with apostrophes between them ("don't"), in any script
 * and in lower case. Scripts without spaces count one word from punctuation to punctuation.
 */
final class Words {

    /** Longer words are told apart by their beginning only, so that a file without a single space does no harm. */
    static final int MAX_LENGTH = 100;

    private Words() {}

    static WordCounts count(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Map<String, Long> counts = new HashMap<>();
        long words = 0;
        int position = 0;
        while (position < lower.length()) {
            int end = endOfWord(lower, position);
            if (end == position) {
                position += Character.charCount(lower.codePointAt(position));
            } else {
                counts.merge(shortened(lower, position, end), 1L, Long::sum);
                words++;
                position = end;
            }
        }
        return new WordCounts(words, counts);
    }

    /** Whether no word reaches from one side of this character to the other, so that a text may be cut behind it. */
    static boolean isBreak(int codePoint) {
        return !isPart(codePoint) && !isApostrophe(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    private static int endOfWord(String text, int start) {
        int position = start;
        while (position < text.length()) {
            int codePoint = text.codePointAt(position);
            int next = position + Character.charCount(codePoint);
            boolean inside = isPart(codePoint)
                    || (isApostrophe(codePoint)
                            && position > start
                            && next < text.length()
                            && isPart(text.codePointAt(next)));
            if (!inside) {
                break;
            }
            position = next;
        }
        return position;
    }

    private static String shortened(String text, int start, int end) {
        if (end - start <= MAX_LENGTH) {
            return text.substring(start, end);
        }
        int last = start + MAX_LENGTH;
        return text.substring(start, Character.isHighSurrogate(text.charAt(last - 1)) ? last - 1 : last) + "…";
    }

    private static boolean isPart(int codePoint) {
        if (Character.isLetterOrDigit(codePoint)) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isApostrophe(int codePoint) {
        return codePoint == '\'' || codePoint == '\u2019';
    }
}
