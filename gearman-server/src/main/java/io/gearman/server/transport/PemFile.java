package io.gearman.server.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as OpenSSL writes them. Used by one thread. */
final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA"};

    private final Path file;

    private final List<Block> blocks = new ArrayList<>();

    PemFile(Path file) throws IOException {
        this.file = file;
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            this.blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
        }
    }

    X509Certificate[] certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : this.blocks) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(
                    this.file + " has no certificate (expected: -----BEGIN CERTIFICATE-----)");
        }
        return certificates.toArray(X509Certificate[]::new);
    }

    PrivateKey privateKey() throws GeneralSecurityException {
        for (Block block : this.blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.bytes);
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(Der.ofRsaKey(block.bytes));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(Der.ofEcKey(block.bytes));
                }
                default -> {
                    // A certificate, or the parameters of the key.
                }
            }
        }
        throw new GeneralSecurityException(this.file
                + " has no private key that can be read (expected: PEM without a password; openssl pkcs8 -topk8 -nocrypt"
                + " makes one)");
    }

    private PrivateKey pkcs8(byte[] bytes) throws GeneralSecurityException {
        GeneralSecurityException failure = new GeneralSecurityException(this.file + " has no RSA, EC or EdDSA key");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException ex) {
                failure.addSuppressed(ex);
            }
        }
        throw failure;
    }

    private record Block(String label, byte[] bytes) {}
}
