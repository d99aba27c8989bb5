package io.gearman.sample.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

    private final PictureFile pictures = new PictureFile(3_000_000);

    @ParameterizedTest
    @CsvSource({
        "png, 640, 480, 320, 320, 240",
        "jpeg, 640, 480, 320, 320, 240",
        "png, 3001, 17, 100, 100, 1",
        "png, 7, 3000, 5, 1, 20",
        "jpeg, 10, 10, 320, 10, 10",
        "png, 1, 1, 1, 1, 1"
    })
    void keepsProportionsAndNeverEnlarges(String format, int width, int height, int asked, int newWidth, int newHeight)
            throws IOException {
        BufferedImage thumbnail = Pictures.read(thumbnail(Pictures.redAndBlue(format, width, height), asked));

        assertThat(thumbnail.getWidth()).isEqualTo(newWidth);
        assertThat(thumbnail.getHeight()).isEqualTo(newHeight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void showsTheSamePicture(String format) throws IOException {
        BufferedImage thumbnail = Pictures.read(thumbnail(Pictures.redAndBlue(format, 2000, 1000), 100));

        assertThat(new Color(thumbnail.getRGB(20, 25))).satisfies(color -> {
            assertThat(color.getRed()).isGreaterThan(240);
            assertThat(color.getBlue()).isLessThan(15);
        });
        assertThat(new Color(thumbnail.getRGB(80, 25))).satisfies(color -> {
            assertThat(color.getBlue()).isGreaterThan(240);
            assertThat(color.getRed()).isLessThan(15);
        });
    }

    @Test
    void averagesRatherThanPicks() throws IOException {
        BufferedImage chequered = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                chequered.setRGB(x, y, (x + y) % 2 == 0 ? 0xffffff : 0);
            }
        }

        BufferedImage thumbnail = Pictures.read(thumbnail(Pictures.write(chequered, "png"), 150));

        int shade = new Color(thumbnail.getRGB(75, 75)).getGreen();
        assertThat(shade).isBetween(60, 200);
    }

    @Test
    void keepsTransparency() throws IOException {
        BufferedImage source = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 100; x++) {
                source.setRGB(x, y, x < 50 ? 0x00ffffff : 0xff00ff00);
            }
        }

        BufferedImage thumbnail = Pictures.read(thumbnail(Pictures.write(source, "png"), 10));

        assertThat(thumbnail.getRGB(1, 5) >>> 24).isZero();
        assertThat(thumbnail.getRGB(8, 5)).isEqualTo(0xff00ff00);
    }

    @Test
    void reportsProgressThatOnlyGrowsUpToTheEnd() throws IOException {
        List<Integer> reported = new ArrayList<>();

        this.pictures.thumbnail(new ThumbnailOrder(300, Pictures.redAndBlue("jpeg", 1500, 1000)), percent -> {
            reported.add(percent);
            return true;
        });

        assertThat(reported)
                .hasSizeGreaterThan(20)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 80})
    void endsEarlyWhenNobodyWaits(int percentAtWhichTheCallerLeaves) throws IOException {
        ThumbnailOrder order = new ThumbnailOrder(300, Pictures.redAndBlue("png", 1500, 1000));

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> this.pictures.thumbnail(order, percent -> percent < percentAtWhichTheCallerLeaves));
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> thumbnail("GIF89a, or so".getBytes(), 100))
                .withMessage("This is neither a JPEG nor a PNG");
        assertThatExceptionOfType(UnreadablePictureException.class).isThrownBy(() -> thumbnail(new byte[0], 100));
    }

    @Test
    void refusesHugeDimensionsBeforeUnpackingThem() throws IOException {
        byte[] bomb = Pictures.pngThatDeclares(60_000, 60_000);

        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> thumbnail(bomb, 100))
                .withMessageContaining("60000 x 60000");
    }

    @Test
    void refusesAPngThatEndsTooEarly() throws IOException {
        byte[] whole = Pictures.redAndBlue("png", 500, 500);

        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> thumbnail(Arrays.copyOf(whole, whole.length / 2), 100))
                .withMessageStartingWith("The PNG cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void refusesOrScalesDamagedPicturesButFailsInNoOtherWay(String format) throws IOException {
        byte[] whole = Pictures.redAndBlue(format, 60, 40);
        Random random = new Random(42);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(thumbnail(damaged, 20)).isNotEmpty();
            } catch (UnreadablePictureException expected) {
                assertThat(expected).hasMessageMatching("(?s)(This|The) .+");
            }
        }
    }

    private byte[] thumbnail(byte[] picture, int width) throws IOException {
        return this.pictures.thumbnail(new ThumbnailOrder(width, picture), percent -> true);
    }
}
