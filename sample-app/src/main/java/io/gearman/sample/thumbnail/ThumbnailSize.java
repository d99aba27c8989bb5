package io.gearman.sample.thumbnail;

/**
 * How large a thumbnail of a picture is: as wide as asked for, in the picture's proportions, never larger than the picture
 * and at most four times as high as wide.
 *
 * @param sourceWidth the picture's width in pixels
 * @param sourceHeight the picture's height in pixels
 * @param width the thumbnail's width in pixels, at least 1
 * @param height the thumbnail's height in pixels, at least 1
 */
record ThumbnailSize(int sourceWidth, int sourceHeight, int width, int height) {

    private static final int MAX_HEIGHT_PER_WIDTH = 4;

    static ThumbnailSize of(int sourceWidth, int sourceHeight, int maxWidth) {
        double scale = Math.min(
                1.0,
                Math.min((double) maxWidth / sourceWidth, (double) maxWidth * MAX_HEIGHT_PER_WIDTH / sourceHeight));
        return new ThumbnailSize(
                sourceWidth, sourceHeight, Math.max(1, (int) Math.round(sourceWidth * scale)), Math.max(1, (int)
                        Math.round(sourceHeight * scale)));
    }

    ThumbnailSize transposed() {
        return new ThumbnailSize(this.sourceHeight, this.sourceWidth, this.height, this.width);
    }

    long sourcePixels() {
        return (long) this.sourceWidth * this.sourceHeight;
    }

    /** Leaves at least two rows and columns of the picture for each of the thumbnail's, where it has so many. */
    int subsampling() {
        return Math.max(1, Math.min(this.sourceWidth / this.width, this.sourceHeight / this.height) / 2);
    }
}
