package io.gearman.server;

import io.gearman.server.testing.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import javax.net.SocketFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same with a close_notify of TLS 1.3. */
class TlsHalfCloseTest extends HalfCloseTest {

    @TempDir
    Path directory;

    private TestCertificates certificates;

    @Override
    GearmanServerOptions.Builder options() throws Exception {
        this.certificates = new TestCertificates(this.directory);
        X509Bundle own = this.certificates.issue("server");
        return super.options()
                .tls(TlsOptions.of(
                        this.certificates.certificateFile("server", own), this.certificates.keyFile("server", own)));
    }

    @Override
    SocketFactory sockets() throws Exception {
        return this.certificates.context(null).getSocketFactory();
    }
}
