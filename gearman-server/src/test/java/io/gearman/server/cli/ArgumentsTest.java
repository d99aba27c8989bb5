package io.gearman.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gearman.server.ConnectionLimits;
import io.gearman.server.GearmanServerOptions;
import io.gearman.server.HttpOptions;
import io.gearman.server.KeepaliveOptions;
import io.gearman.server.MonitorOptions;
import io.gearman.server.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p 4731",
                "-p4731",
                "--port 4731",
                "--port=4731",
                "-dRp 4731",
                "-R -p 4731 -L localhost -b 128 -j 3 -w 1 -t 4 -f 10 --exceptions --coredump --hashtable-buckets=5"
            })
    void takesLongAndShortOptions(String words) {
        assertThat(options(words.split(" ")).port()).hasValue(4731);
    }

    @Test
    void defaultsAreThoseOfGearmandExceptForTheBacklog() {
        GearmanServerOptions options = options();
        assertThat(options.port()).hasValue(4730);
        assertThat(options.host()).isEmpty();
        assertThat(options.jobRetries()).isEqualTo(-1);
        assertThat(options.workerWakeup()).isZero();
        assertThat(options.backlog()).isEqualTo(1024);
        assertThat(options.verbosity()).isEqualTo("ERROR");
        assertThat(options.exceptions()).isFalse();
    }

    @Test
    void takesJobsOverHttpWhenToldTo() {
        assertThat(options("--http-port=81").http()).isEmpty();
        assertThat(options("--protocol=http").http()).contains(HttpOptions.onPort(8080));
        assertThat(options("-r", "http", "--http-port", "81", "--http-max-payload=1K", "--http-job-timeout=9")
                        .http())
                .contains(HttpOptions.onPort(81).withMaxPayload(1024).withJobTimeout(Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--no-such           | unrecognised option '--no-such'",
                "--log               | unrecognised option '--log'",
                "word                | unrecognised option 'word'",
                "@file               | unrecognised option '@file'",
                "-vvv                | unrecognised option '-vvv'",
                "-p 1 -p 2           | option '--port' cannot be specified more than once",
                "-p 1 --port=1       | option '--port' cannot be specified more than once",
                "-R -R               | option '--round-robin' cannot be specified more than once",
                "-p                  | the required argument for option '--port' is missing",
                "-b many             | the argument ('many') for option '--backlog' is invalid",
                "--log-file=         | the argument for option '--log-file' should follow immediately after the equal sign",
                "--port=65536        | --port: 65536 (expected: 0 to 65535",
                "--port=no-such-name | --port: no-such-name (expected: 0 to 65535",
                "--verbose=debug     | Invalid value for --verbose supplied: debug",
                "--hashtable-buckets=0 | hashtable-buckets has to be greater than 0",
                "--protocol=gopher   | Unknown protocol module : gopher (expected: http)",
                "-r http --http-port=x | --http-port: x (expected: 0 to 65535",
                "-q nosuch           | Unknown queue nosuch. Use one of -q builtin",
                "-q libmemcached     | The queue libmemcached is not part of this server. Use one of -q builtin",
                "--libmemcached-servers=h | memcached, Tokyo Cabinet and Drizzle are not part of this server",
                "--libtokyocabinet-optimize | memcached, Tokyo Cabinet and Drizzle are not part of this server",
                "-f 2000000000       | Failed to set limit for the number of file descriptors: 2000000000 asked for"
            })
    void refusesInTheWordsOfGearmand(String words, String message) {
        assertThatThrownBy(() -> options(words.split(" ")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-q embedded --store-directory=jobs | true",
                "--queue-type=EMBEDDED --store-directory jobs | true",
                "-q libsqlite3 --libsqlite3-db jobs.db --libsqlite3-table=t --store-queue-on-shutdown | true",
                "-q mysql --mysql-db=g --mysql-host=h --mysql-port=1 --mysql-user=u --mysql-password=p --mysql-table=t | true",
                "-q postgres --libpq-conninfo=dbname=g --libpq-table=t | true",
                "-q h2 --jdbc-url=jdbc:h2:./jobs | true",
                "-q redis --redis-server=h --redis-port=1 --redis-password=p@ --redis-prefix=x | true",
                "-q redis --redis-server=rediss://u:p@h:1/2 | true",
                "-q builtin --libsqlite3-db=g | false"
            })
    void knowsTheStores(String words, boolean durable) {
        assertThat(options(words.split(" ")).store().orElseThrow().isDurable()).isEqualTo(durable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-q embedded   | missing required --store-directory",
                "-q libsqlite3 | missing required --libsqlite3-db",
                "-q mysql      | missing required --mysql-db",
                "-q h2         | missing required --jdbc-url",
                "-q mysql --mysql-db=g --mysql-port=x | --mysql-port: x (expected: 0 to 65535",
                "-q postgres --libpq-table=a;b | a;b"
            })
    void refusesAStoreThatCannotBe(String words, String message) {
        assertThatThrownBy(() -> options(words.split(" "))).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port=4731 --job-retries=2",
                "--port 4731\n-j 2\n",
                "# words\n\n--port=4731 # --port=1\n--job-retries=2",
                "[gearmand]\nport=4731\njob-retries = 2\n",
                "-p4731 -j2"
            })
    void readsTheConfigurationFile(String content) throws IOException {
        GearmanServerOptions options = options("--config-file", file(content));
        assertThat(options.port()).hasValue(4731);
        assertThat(options.jobRetries()).isEqualTo(2);
    }

    @Test
    void commandLineWinsOverTheConfigurationFile() throws IOException {
        String file = file("port=4731\n--exceptions\njob-handle-prefix=H:a b");
        GearmanServerOptions options = options("-p", "4732", "--config-file=" + file);
        assertThat(options.port()).hasValue(4732);
        assertThat(options.exceptions()).isTrue();
        assertThat(options.jobHandlePrefix()).isEqualTo("H:a b");
    }

    @Test
    void listsInTheConfigurationFileAreTakenAsAWhole() throws IOException {
        String pem = file("");
        String file = file("--ssl\nssl-certificate=%s\nssl-key=%s\nssl-protocols=TLSv1.3,TLSv1.2\nssl-ciphers=A,B"
                .formatted(pem, pem));
        TlsOptions tls = TlsOptions.of(Path.of(pem), Path.of(pem));
        assertThat(tls("--config-file=" + file))
                .isEqualTo(tls.withProtocols(List.of("TLSv1.3", "TLSv1.2"), List.of("A", "B")));
        assertThat(tls("--config-file=" + file, "--ssl-protocols=TLSv1.2"))
                .isEqualTo(tls.withProtocols(List.of("TLSv1.2"), List.of("A", "B")));
    }

    @Test
    void configurationFileIsCheckedAsTheCommandLineIsAndNamed() throws IOException {
        String file = file("port=4731\nno-such=1");
        assertThatThrownBy(() -> options("--config-file", file))
                .hasMessage(file + ": unrecognised option '--no-such=1'");
        String twice = file("port=4731\nport=4732");
        assertThatThrownBy(() -> options("--config-file", twice))
                .hasMessageContaining("option '--port' cannot be specified more than once");
        assertThatThrownBy(() -> options(
                        "--config-file", this.directory.resolve("missing").toString()))
                .hasMessageContaining("Could not open configuration file")
                .hasMessageContaining("missing");
    }

    @Test
    void limitsAreThoseOfTheOptions() {
        GearmanServerOptions options =
                options(("--packet-timeout=5 --max-packet-size=16M --max-unread=2G --max-memory=64k"
                                + " --max-queue=7 --max-functions=8 --max-function-name=9 --max-functions-per-connection=10")
                        .split(" "));
        assertThat(options.connectionLimits())
                .isEqualTo(new ConnectionLimits(16_384, Duration.ofSeconds(5), 8, 9, 10, 7, 64 << 10));
        assertThat(options.protocolLimits().maxPacketSize()).isEqualTo(16 << 20);
        assertThat(options.maxOutboundBytes()).isEqualTo(2L << 30);
    }

    @Test
    void connectionsAreWhatTheFilesLeaveUnlessGiven() {
        assertThat(options("-f", "164").connectionLimits().maxConnections()).isEqualTo(100);
        assertThat(options("-f", "164", "--max-connections=20")
                        .connectionLimits()
                        .maxConnections())
                .isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "--max-packet-size=2G, maxPacketSize",
        "--max-memory=0, maxMemory",
        "--max-unread=many, the argument ('many') for option '--max-unread' is invalid",
        "--max-unread=99999999999G, the argument ('99999999999G') for option '--max-unread' is invalid",
        "--max-connections=0, maxConnections",
        "--monitor-port=70000, --monitor-port: 70000"
    })
    void refusesLimitsThatCannotBe(String word, String message) {
        assertThatThrownBy(() -> options(word)).hasMessageContaining(message);
    }

    @Test
    void keepaliveIsLeftToTheSystemUnlessGiven() {
        assertThat(keepalive("--keepalive")).isEqualTo(KeepaliveOptions.DEFAULT);
        assertThat(keepalive("--keepalive-idle=60", "--keepalive-interval", "5", "--keepalive-count=3"))
                .isEqualTo(new KeepaliveOptions(60, 5, 3));
    }

    @Test
    void accessRulesComeFromAFile() throws IOException {
        String right = file("client anonymous *");
        assertThatCode(() -> options("--access-rules", right)).doesNotThrowAnyException();
        String wrong = file("everything for everybody");
        assertThatThrownBy(() -> options("--access-rules=" + wrong)).hasMessageContaining(wrong);
    }

    @Test
    void monitorListensWhereItIsTold() {
        assertThat(options().monitor()).isEmpty();
        assertThat(options("--monitor-port=9100", "--monitor-host=::1", "--monitor-functions=5")
                        .monitor())
                .hasValue(MonitorOptions.onPort(9100).withHost("::1").withMaxFunctions(5));
    }

    @Test
    void helpHasAGroupForEachSubjectAndNothingHidden() {
        assertThat(Arguments.help())
                .contains("General:", "Listening:", "Logs:", "Jobs:", "Stores:", "SIGUSR1")
                .contains("-p, --port=PORT", "--config-file=FILE")
                .doesNotContain("libdrizzle");
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(this.directory, "gearmand", ".conf"), content)
                .toString();
    }

    private static KeepaliveOptions keepalive(String... words) {
        return Arguments.parse(words).listen.keepalive();
    }

    private static @Nullable TlsOptions tls(String... words) {
        return Arguments.parse(words).tls.tls(Map.of());
    }

    private static GearmanServerOptions options(String... words) {
        return Arguments.parse(words).serverOptions();
    }
}
