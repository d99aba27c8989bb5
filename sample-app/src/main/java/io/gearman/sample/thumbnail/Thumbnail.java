package io.gearman.sample.thumbnail;

import org.springframework.http.MediaType;

/**
 * A finished thumbnail.
 *
 * @param file the content of a JPEG or PNG file
 */
record Thumbnail(byte[] file) {

    private static final byte FIRST_BYTE_OF_PNG = (byte) 0x89;

    MediaType mediaType() {
        return this.file.length > 0 && this.file[0] == FIRST_BYTE_OF_PNG ? MediaType.IMAGE_PNG : MediaType.IMAGE_JPEG;
    }
}
