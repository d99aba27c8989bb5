package io.gearman.sample.wordcount;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into chunks between words while it streams in, holding one chunk at a time. Used by one thread.
 *
 * <p>A word that is longer than a chunk gives one chunk, and the rest of it is passed by: no more than the beginning of a
 * word counts, see {@link Words#MAX_LENGTH}.
 */
final class TextChunks {

    private final Reader text;
    private final char[] buffer;
    private int held;
    private boolean atEnd;
    private boolean insideLongWord;

    TextChunks(Reader text, int chunkLength) {
        this.text = text;
        this.buffer = new char[chunkLength];
    }

    /** Returns the next chunk, never empty, or {@code null} at the end of the text. */
    @Nullable
    String next() throws IOException {
        fill();
        while (this.insideLongWord && this.held > 0) {
            passLongWord();
            fill();
        }
        if (this.held == 0) {
            return null;
        }
        int cut = this.atEnd ? this.held : lastBreak();
        if (cut == 0) {
            cut = this.held;
            this.insideLongWord = true;
        }
        return take(cut);
    }

    private void fill() throws IOException {
        while (!this.atEnd && this.held < this.buffer.length) {
            int read = this.text.read(this.buffer, this.held, this.buffer.length - this.held);
            if (read < 0) {
                this.atEnd = true;
            } else {
                this.held += read;
            }
        }
    }

    private void passLongWord() {
        int position = 0;
        while (position < this.held) {
            int codePoint = Character.codePointAt(this.buffer, position, this.held);
            if (Words.isBreak(codePoint)) {
                this.insideLongWord = false;
                break;
            }
            position += Character.charCount(codePoint);
        }
        drop(position);
    }

    private int lastBreak() {
        int position = this.held;
        while (position > 0) {
            int codePoint = Character.codePointBefore(this.buffer, position);
            if (Words.isBreak(codePoint)) {
                return position;
            }
            position -= Character.charCount(codePoint);
        }
        return 0;
    }

    private String take(int length) {
        String chunk = new String(this.buffer, 0, length);
        drop(length);
        return chunk;
    }

    private void drop(int length) {
        this.held -= length;
        System.arraycopy(this.buffer, length, this.buffer, 0, this.held);
    }
}
