package io.gearman.server.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate authority, what it issues, and the files and contexts of it. Used by one thread. */
public final class TestCertificates {

    private final Path directory;

    private final X509Bundle authority;

    public TestCertificates(Path directory) {
        this.directory = directory;
        this.authority = bundle(new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .subject("CN=Test authority")
                .setIsCertificateAuthority(true));
    }

    private static X509Bundle bundle(CertificateBuilder builder) {
        try {
            return builder.buildSelfSigned();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Issues a certificate with a common name and, as DNS names, others. */
    public X509Bundle issue(CertificateBuilder.Algorithm algorithm, String commonName, String... names) {
        CertificateBuilder builder =
                new CertificateBuilder().algorithm(algorithm).subject("CN=" + commonName + ",O=Gearman");
        for (String name : names) {
            builder.addSanDnsName(name);
        }
        try {
            return builder.buildIssuedBy(this.authority);
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    public X509Bundle issue(String commonName, String... names) {
        return issue(CertificateBuilder.Algorithm.ecp256, commonName, names);
    }

    public Path authorityFile() {
        return write("authority.pem", this.authority.getCertificatePEM());
    }

    public Path certificateFile(String name, X509Bundle bundle) {
        return write(name + ".pem", bundle.getCertificatePathPEM());
    }

    public Path keyFile(String name, X509Bundle bundle) {
        return write(name + ".key", bundle.getPrivateKeyPEM());
    }

    public Path write(String name, String text) {
        try {
            return Files.writeString(this.directory.resolve(name), text);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** What a peer needs that trusts the authority and shows a certificate, or none. */
    public SSLContext context(@Nullable X509Bundle own) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", this.authority.getCertificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (own == null) {
                keys.init(null, null);
            } else {
                keys.init(own.toKeyStore(new char[0]), new char[0]);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }
}
