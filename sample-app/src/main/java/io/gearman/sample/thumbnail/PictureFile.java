package io.gearman.sample.thumbnail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads a JPEG or PNG file and writes it smaller, in the same format. Thread-safe.
 *
 * <p>The dimensions in the file's header are checked before a pixel is unpacked, and of a picture that is many times too
 * large only every n-th row and column is kept, so memory follows the thumbnail rather than the picture.
 */
final class PictureFile {

    private static final Set<String> FORMATS = Set.of("jpeg", "png");
    private static final int READING_SHARE = 60;
    private static final int COMPLETE = 100;

    private final long maxPixels;

    PictureFile(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    byte[] thumbnail(ThumbnailOrder order, Progress progress) throws IOException {
        try (ImageInputStream file = new MemoryCacheImageInputStream(new ByteArrayInputStream(order.picture()))) {
            ImageReader reader = reader(file);
            try {
                return thumbnail(reader, file, order, new GrowingProgress(progress));
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(ImageInputStream file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(file);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(formatName(reader))) {
                return reader;
            }
        }
        throw new UnreadablePictureException("This is neither a JPEG nor a PNG");
    }

    private byte[] thumbnail(ImageReader reader, ImageInputStream file, ThumbnailOrder order, Progress progress)
            throws IOException {
        String format = formatName(reader);
        Orientation orientation = Orientation.of(order.picture());
        BufferedImage source;
        ThumbnailSize size;
        try {
            reader.setInput(file, true, true);
            size = size(reader.getWidth(0), reader.getHeight(0), order.width(), orientation);
            refuseHugePicture(size);
            source = read(reader, size, progress);
        } catch (IOException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException damage) {
            throw new UnreadablePictureException(
                    "The " + format.toUpperCase(Locale.ROOT) + " cannot be read: " + damage.getMessage());
        }
        BufferedImage thumbnail = BoxFilter.scale(
                source,
                size.width(),
                size.height(),
                percent -> progress.report(READING_SHARE + percent * (COMPLETE - READING_SHARE) / COMPLETE));
        return write(orientation.apply(thumbnail), format);
    }

    /** The width that was asked for is the width of the turned picture. */
    private static ThumbnailSize size(int width, int height, int maxWidth, Orientation orientation) {
        return orientation.transposed()
                ? ThumbnailSize.of(height, width, maxWidth).transposed()
                : ThumbnailSize.of(width, height, maxWidth);
    }

    private void refuseHugePicture(ThumbnailSize size) {
        if (size.sourcePixels() > this.maxPixels) {
            throw new UnreadablePictureException("The picture declares " + size.sourceWidth() + " x "
                    + size.sourceHeight() + " pixels; at most " + this.maxPixels + " are taken");
        }
    }

    private static BufferedImage read(ImageReader reader, ThumbnailSize size, Progress progress) throws IOException {
        ReadingProgress reading = new ReadingProgress(percent -> progress.report(percent * READING_SHARE / COMPLETE));
        reader.addIIOReadProgressListener(reading);
        ImageReadParam everyNth = reader.getDefaultReadParam();
        everyNth.setSourceSubsampling(size.subsampling(), size.subsampling(), 0, 0);
        BufferedImage image = reader.read(0, everyNth);
        reading.refuseAborted();
        return image;
    }

    private static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream file = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, file)) {
                throw new IOException("This Java runtime cannot write " + format);
            }
        }
        return bytes.toByteArray();
    }

    private static String formatName(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT);
    }
}
