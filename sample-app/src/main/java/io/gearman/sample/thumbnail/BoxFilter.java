package io.gearman.sample.thumbnail;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.concurrent.CancellationException;

/** Scales a picture down: every pixel becomes the average of the pixels that it stands for. Used by one thread. */
final class BoxFilter {

    private static final int COMPLETE = 100;

    private final int[] source;
    private final int sourceWidth;
    private final int sourceHeight;
    private final BufferedImage target;

    private BoxFilter(BufferedImage source, BufferedImage target) {
        this.source = pixels(premultiplied(source));
        this.sourceWidth = source.getWidth();
        this.sourceHeight = source.getHeight();
        this.target = target;
    }

    static BufferedImage scale(BufferedImage source, int width, int height, Progress progress) {
        int type = source.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB_PRE : BufferedImage.TYPE_INT_RGB;
        BufferedImage target = new BufferedImage(width, height, type);
        new BoxFilter(source, target).run(progress);
        return target;
    }

    private void run(Progress progress) {
        int[] pixels = pixels(this.target);
        int width = this.target.getWidth();
        int height = this.target.getHeight();
        for (int y = 0; y < height; y++) {
            int top = from(y, this.sourceHeight, height);
            int bottom = Math.max(top + 1, from(y + 1, this.sourceHeight, height));
            for (int x = 0; x < width; x++) {
                int left = from(x, this.sourceWidth, width);
                int right = Math.max(left + 1, from(x + 1, this.sourceWidth, width));
                pixels[y * width + x] = average(left, right, top, bottom);
            }
            if (!progress.report((int) ((y + 1L) * COMPLETE / height))) {
                throw new CancellationException("Nobody waits for the thumbnail any more");
            }
        }
    }

    private int average(int left, int right, int top, int bottom) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            int row = y * this.sourceWidth;
            for (int x = left; x < right; x++) {
                int pixel = this.source[row + x];
                alpha += pixel >>> 24;
                red += pixel >> 16 & 0xff;
                green += pixel >> 8 & 0xff;
                blue += pixel & 0xff;
            }
        }
        long count = (long) (right - left) * (bottom - top);
        long half = count / 2;
        return (int) ((alpha + half) / count << 24
                | (red + half) / count << 16
                | (green + half) / count << 8
                | (blue + half) / count);
    }

    private static int from(int position, int sourceLength, int targetLength) {
        return (int) ((long) position * sourceLength / targetLength);
    }

    /** Transparent pixels must not lend their colour to their neighbours, hence the multiplication by alpha. */
    private static BufferedImage premultiplied(BufferedImage source) {
        if (source.getType() == BufferedImage.TYPE_INT_ARGB_PRE) {
            return source;
        }
        BufferedImage copy = new BufferedImage(source.getWidth(), source.getHeight(), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(source, 0, 0, null);
        graphics.dispose();
        return copy;
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
