package io.gearman.spring.boot.autoconfigure;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** Certificates made for a test. */
final class TestCertificates {

    private TestCertificates() {}

    /** Makes somebody who issues certificates. */
    static X509Bundle authority() {
        try {
            return named("Authority").setIsCertificateAuthority(true).buildSelfSigned();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Issues the certificate of a host on the loopback address. */
    static X509Bundle issuedBy(X509Bundle authority, String name) {
        try {
            return named(name).addSanIpAddress("127.0.0.1").buildIssuedBy(authority);
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static CertificateBuilder named(String name) {
        return new CertificateBuilder()
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .subject("CN=" + name);
    }
}
