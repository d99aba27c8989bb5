package io.gearman.sample.thumbnail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Payload of the function {@code thumbnail}: the width in decimal digits, a line feed, then the picture file as it is.
 * Any language and any shell can write that without a library.
 *
 * @param width how wide the thumbnail shall be at most, in pixels
 * @param picture the content of a JPEG or PNG file
 */
record ThumbnailOrder(int width, byte[] picture) {

    static final int MIN_WIDTH = 1;
    static final int MAX_WIDTH = 2000;

    private static final int MAX_DIGITS = 4;

    static ThumbnailOrder parse(byte[] payload) {
        int end = 0;
        while (end < payload.length && end <= MAX_DIGITS && payload[end] != '\n') {
            end++;
        }
        String digits = new String(payload, 0, end, StandardCharsets.US_ASCII);
        if (end == payload.length || !digits.matches("[0-9]{1," + MAX_DIGITS + "}")) {
            throw new IllegalArgumentException(
                    "A thumbnail's payload is the width in digits, a line feed and the picture, such as 240\\n...");
        }
        int width = Integer.parseInt(digits);
        if (width < MIN_WIDTH || width > MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "The width must be between " + MIN_WIDTH + " and " + MAX_WIDTH + ", not " + width);
        }
        return new ThumbnailOrder(width, Arrays.copyOfRange(payload, end + 1, payload.length));
    }

    byte[] toPayload() {
        byte[] line = (this.width + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] payload = Arrays.copyOf(line, line.length + this.picture.length);
        System.arraycopy(this.picture, 0, payload, line.length, this.picture.length);
        return payload;
    }
}
