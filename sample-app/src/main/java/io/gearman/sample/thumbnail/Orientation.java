package io.gearman.sample.thumbnail;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: a JPEG keeps the pixels as the sensor saw them and says in its Exif block how to turn them. A
 * thumbnail has no Exif block any more, so its pixels are turned instead.
 *
 * @param transposed whether rows become columns
 * @param fromRight whether the sensor's rows are read from right to left
 * @param fromBottom whether the sensor's columns are read from bottom to top
 */
record Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {

    private static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final int START_OF_IMAGE = 0xffd8;
    private static final int APPLICATION_DATA_1 = 0xffe1;
    private static final int START_OF_SCAN = 0xffda;
    private static final int EXIF = 0x45786966;
    private static final int EXIF_HEADER_LENGTH = 6;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRY_LENGTH = 12;

    /** Reads the orientation of a JPEG file; whatever says none, or says it wrongly, is upright. */
    static Orientation of(byte[] file) {
        try {
            return ofMarkers(ByteBuffer.wrap(file));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException damaged) {
            return UPRIGHT;
        }
    }

    /** Values 1 to 8 of the Exif standard's tag 0x0112. */
    static Orientation ofExif(int value) {
        return switch (value) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, false, true);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, true, false);
            default -> UPRIGHT;
        };
    }

    BufferedImage apply(BufferedImage sensor) {
        if (equals(UPRIGHT)) {
            return sensor;
        }
        int lastColumn = sensor.getWidth() - 1;
        int lastRow = sensor.getHeight() - 1;
        BufferedImage turned = this.transposed
                ? new BufferedImage(lastRow + 1, lastColumn + 1, sensor.getType())
                : new BufferedImage(lastColumn + 1, lastRow + 1, sensor.getType());
        for (int y = 0; y < turned.getHeight(); y++) {
            for (int x = 0; x < turned.getWidth(); x++) {
                int column = this.transposed ? y : x;
                int row = this.transposed ? x : y;
                turned.setRGB(
                        x,
                        y,
                        sensor.getRGB(
                                this.fromRight ? lastColumn - column : column, this.fromBottom ? lastRow - row : row));
            }
        }
        return turned;
    }

    private static Orientation ofMarkers(ByteBuffer file) {
        if (unsignedShort(file) != START_OF_IMAGE) {
            return UPRIGHT;
        }
        for (int marker = unsignedShort(file); marker != START_OF_SCAN; marker = unsignedShort(file)) {
            int start = file.position();
            int length = unsignedShort(file);
            if (marker == APPLICATION_DATA_1 && file.getInt(file.position()) == EXIF) {
                return ofTiff(file.slice(file.position() + EXIF_HEADER_LENGTH, length - 2 - EXIF_HEADER_LENGTH));
            }
            file.position(start + length);
        }
        return UPRIGHT;
    }

    private static Orientation ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.position(tiff.getInt(4));
        int entries = unsignedShort(tiff);
        for (int i = 0; i < entries; i++) {
            int entry = tiff.position() + i * ENTRY_LENGTH;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION_TAG) {
                return ofExif(tiff.getShort(entry + 8));
            }
        }
        return UPRIGHT;
    }

    private static int unsignedShort(ByteBuffer bytes) {
        return bytes.getShort() & 0xffff;
    }
}
