package io.gearman.server.transport;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of a TLS port.
 *
 * @param certificate the server's certificate, and those that lead to its issuer
 * @param key the private key
 * @param clientCa who may issue the certificates of peers; {@code null} if they are not asked for one
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientCa) implements TlsKeys {

    @Override
    public SslContext load(ClientAuth clientAuth, List<String> protocols, List<String> ciphers)
            throws IOException, GeneralSecurityException {
        X509Certificate[] chain = new PemFile(this.certificate).certificates();
        PrivateKey privateKey = new PemFile(this.key).privateKey();
        checkPair(chain[0], privateKey);
        SslContextBuilder context = SslContextBuilder.forServer(privateKey, chain)
                .sslProvider(SslProvider.JDK)
                .clientAuth(clientAuth)
                .protocols(protocols);
        if (this.clientCa != null) {
            context.trustManager(new PemFile(this.clientCa).certificates());
        }
        if (!ciphers.isEmpty()) {
            context.ciphers(ciphers);
        }
        return context.build();
    }

    /** The JDK would find out in the first handshake only. */
    private void checkPair(X509Certificate certificate, PrivateKey privateKey) throws GeneralSecurityException {
        byte[] text = "gearman".getBytes(StandardCharsets.US_ASCII);
        String algorithm = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        boolean pair;
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            pair = signature.verify(signed);
        } catch (GeneralSecurityException ex) {
            pair = false;
        }
        if (!pair) {
            throw new GeneralSecurityException(
                    "The key in " + this.key + " does not belong to the first certificate in " + this.certificate);
        }
    }

    /** When the files were changed. */
    @Override
    public List<FileTime> version() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : paths()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    private List<Path> paths() {
        return this.clientCa == null
                ? List.of(this.certificate, this.key)
                : List.of(this.certificate, this.key, this.clientCa);
    }
}
