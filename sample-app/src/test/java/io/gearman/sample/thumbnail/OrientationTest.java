package io.gearman.sample.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

    /** What the picture's rows look like after turning "ab / cd / ef". */
    @ParameterizedTest
    @CsvSource({
        "1, ab/cd/ef",
        "2, ba/dc/fe",
        "3, fe/dc/ba",
        "4, ef/cd/ab",
        "5, ace/bdf",
        "6, eca/fdb",
        "7, fdb/eca",
        "8, bdf/ace",
        "9, ab/cd/ef"
    })
    void turnsThePixelsAsTheExifStandardSays(int value, String rows) {
        BufferedImage sensor = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6; i++) {
            sensor.setRGB(i % 2, i / 2, 'a' + i);
        }

        BufferedImage turned = Orientation.ofExif(value).apply(sensor);

        StringBuilder seen = new StringBuilder();
        for (int y = 0; y < turned.getHeight(); y++) {
            seen.append(y == 0 ? "" : "/");
            for (int x = 0; x < turned.getWidth(); x++) {
                seen.append((char) (turned.getRGB(x, y) & 0xffffff));
            }
        }
        assertThat(seen).hasToString(rows);
    }

    @Test
    void aPhotographTakenUprightGivesAnUprightThumbnail() throws IOException {
        byte[] photograph = withExif(Pictures.redAndBlue("jpeg", 400, 300), 6);

        byte[] file = new PictureFile(1_000_000).thumbnail(new ThumbnailOrder(90, photograph), percent -> true);

        BufferedImage thumbnail = Pictures.read(file);
        assertThat(thumbnail.getWidth()).isEqualTo(90);
        assertThat(thumbnail.getHeight()).isEqualTo(120);
        assertThat(new Color(thumbnail.getRGB(45, 20)).getRed()).isGreaterThan(240);
        assertThat(new Color(thumbnail.getRGB(45, 100)).getBlue()).isGreaterThan(240);
    }

    @Test
    void damagedExifMeansUpright() throws IOException {
        byte[] photograph = withExif(Pictures.redAndBlue("jpeg", 40, 30), 6);
        Random random = new Random(3);
        for (int round = 0; round < 10_000; round++) {
            byte[] damaged = photograph.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(60)] = (byte) random.nextInt();
            }
            assertThat(Orientation.of(damaged)).isNotNull();
        }
        assertThat(Orientation.of(new byte[0])).isEqualTo(Orientation.ofExif(1));
    }

    private static byte[] withExif(byte[] jpeg, int orientation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream file = new DataOutputStream(bytes);
        file.write(jpeg, 0, 2);
        file.writeShort(0xffe1);
        file.writeShort(2 + 6 + 8 + 2 + 12 + 4);
        file.writeBytes("Exif\0\0MM\0*");
        file.writeInt(8);
        file.writeShort(1);
        file.writeShort(0x0112);
        file.writeShort(3);
        file.writeInt(1);
        file.writeShort(orientation);
        file.writeShort(0);
        file.writeInt(0);
        file.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }
}
