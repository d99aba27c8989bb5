package io.gearman.server.store.redis;

import static io.gearman.server.store.redis.RedisJobs.load;
import static io.gearman.server.store.redis.RedisJobs.save;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.store.JobStoreException;
import io.gearman.server.testing.FreePort;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {

    @TempDir
    private Path directory;

    @Test
    void rediss() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path chain = Files.writeString(this.directory.resolve("chain.pem"), certificate.getCertificatePathPEM());
        Path key = Files.writeString(this.directory.resolve("key.pem"), certificate.getPrivateKeyPEM());
        int port = FreePort.find();
        try (RedisServer server = new RedisServer(
                        this.directory,
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        chain.toString(),
                        "--tls-key-file",
                        key.toString(),
                        "--tls-auth-clients",
                        "no");
                RedisJobDatabase untrusted = new RedisJobDatabase("rediss://127.0.0.1:" + port)) {
            server.redis().ping();
            assertThatThrownBy(untrusted::connect)
                    .isInstanceOf(JobStoreException.class)
                    .hasMessageContaining("cannot be reached")
                    .hasMessageContaining("certification path");
            try (RedisJobDatabase trusting = new RedisJobDatabase("rediss://127.0.0.1:" + port + "?verifyPeer=NONE")) {
                trusting.connect();
                trusting.write(List.of(save(1)));
                assertThat(load(trusting)).hasSize(1);
            }
        }
    }
}
