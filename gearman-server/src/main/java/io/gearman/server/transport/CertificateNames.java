package io.gearman.server.transport;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a peer is called by the certificate that it has shown. Stateless. */
final class CertificateNames {

    /** Mail addresses, DNS names and URIs, as X.509 numbers them. */
    private static final Set<Integer> KINDS = Set.of(1, 2, 6);

    private CertificateNames() {}

    /** Returns the common name first; nothing if there is no certificate. */
    static List<String> of(SSLSession session) {
        List<String> names = new ArrayList<>();
        try {
            Certificate[] chain = session.getPeerCertificates();
            if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                addCommonNames(certificate, names);
                addAlternativeNames(certificate, names);
            }
        } catch (SSLPeerUnverifiedException ex) {
            // It did not show one, and did not have to.
            return List.of();
        } catch (InvalidNameException | CertificateParsingException ex) {
            throw new IllegalArgumentException("The certificate has a name that cannot be read: " + ex, ex);
        }
        return names;
    }

    private static void addCommonNames(X509Certificate certificate, List<String> names) throws InvalidNameException {
        List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
        // The most specific part is the last.
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).getType().equalsIgnoreCase("CN")) {
                names.add(parts.get(i).getValue().toString());
            }
        }
    }

    private static void addAlternativeNames(X509Certificate certificate, List<String> names)
            throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return;
        }
        for (List<?> alternative : alternatives) {
            if (KINDS.contains((Integer) alternative.get(0))) {
                names.add((String) alternative.get(1));
            }
        }
    }
}
