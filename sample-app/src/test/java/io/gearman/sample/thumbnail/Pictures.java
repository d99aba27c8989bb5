package io.gearman.sample.thumbnail;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures to test with. */
public final class Pictures {

    private static final int OFFSET_OF_PNG_WIDTH = 16;

    private Pictures() {}

    /**
     * Draws a picture whose left half is red and whose right half is blue.
     *
     * @param format {@code png} or {@code jpeg}
     * @param width in pixels
     * @param height in pixels
     * @return the file's content
     */
    public static byte[] redAndBlue(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return write(image, format);
    }

    /**
     * Makes a small PNG that declares more pixels than it has.
     *
     * @param width the declared width
     * @param height the declared height
     * @return the file's content, its checksums right
     */
    public static byte[] pngThatDeclares(int width, int height) throws IOException {
        ByteBuffer png = ByteBuffer.wrap(redAndBlue("png", 2, 2));
        png.putInt(OFFSET_OF_PNG_WIDTH, width);
        png.putInt(OFFSET_OF_PNG_WIDTH + 4, height);
        CRC32 checksum = new CRC32();
        checksum.update(png.array(), OFFSET_OF_PNG_WIDTH - 4, 17);
        png.putInt(OFFSET_OF_PNG_WIDTH + 13, (int) checksum.getValue());
        return png.array();
    }

    /**
     * Reads a picture.
     *
     * @param file the file's content
     * @return the picture
     */
    public static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
