package io.gearman.server.transport;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/** Puts the older forms of private keys into PKCS#8, which is the one that the JDK reads. Stateless. */
final class Der {

    private static final int SEQUENCE = 0x30;

    private static final int OCTETS = 0x04;

    private static final int CURVE = 0xa0;

    private static final byte[] VERSION = {2, 1, 0};

    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    /** Takes a key of PKCS#1. */
    static byte[] ofRsaKey(byte[] key) {
        return value(SEQUENCE, VERSION, value(SEQUENCE, RSA), value(OCTETS, key));
    }

    /** Takes a key of SEC 1 that names its curve. */
    static byte[] ofEcKey(byte[] key) throws GeneralSecurityException {
        int offset = 0;
        try {
            offset = content(key, 0);
            while ((key[offset] & 0xff) != CURVE) {
                offset = content(key, offset) + length(key, offset);
            }
            int curve = content(key, offset);
            byte[] name = Arrays.copyOfRange(key, curve, curve + length(key, offset));
            return value(SEQUENCE, VERSION, value(SEQUENCE, EC, name), value(OCTETS, key));
        } catch (IndexOutOfBoundsException ex) {
            throw new GeneralSecurityException("The EC key does not name its curve (byte " + offset + ")", ex);
        }
    }

    private static int content(byte[] der, int offset) {
        int first = der[offset + 1] & 0xff;
        return offset + 2 + (first < 128 ? 0 : first - 128);
    }

    private static int length(byte[] der, int offset) {
        int first = der[offset + 1] & 0xff;
        if (first < 128) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 128; i++) {
            length = length << 8 | der[offset + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length + 5);
        bytes.write(tag);
        if (length >= 256) {
            bytes.write(0x82);
            bytes.write(length >> 8);
        } else if (length >= 128) {
            bytes.write(0x81);
        }
        bytes.write(length);
        for (byte[] content : contents) {
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }
}
