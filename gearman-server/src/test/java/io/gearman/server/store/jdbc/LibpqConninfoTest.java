package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibpqConninfoTest {

    private static LibpqConninfo parse(String conninfo) {
        return LibpqConninfo.parse(conninfo, Map.of(), "system");
    }

    @Test
    void wordsBecomeAUrlAUserAndAPassword() {
        assertThat(parse("host=db.example port=5433 dbname=jobs user=gearman password=secret"))
                .isEqualTo(new LibpqConninfo("jdbc:postgresql://db.example:5433/jobs", "gearman", "secret"));
    }

    @Test
    void whatIsNotSaidIsAsInTheCLibrary() {
        assertThat(parse("")).isEqualTo(new LibpqConninfo("jdbc:postgresql://localhost:5432/system", "system", null));
        assertThat(parse("user=gearman").url()).isEqualTo("jdbc:postgresql://localhost:5432/gearman");
    }

    @Test
    void theEnvironmentSaysWhatTheTextDoesNot() {
        Map<String, String> environment = Map.of("PGHOST", "env", "PGUSER", "env", "PGPASSWORD", "pw", "PGPORT", "");
        assertThat(LibpqConninfo.parse("host=db dbname=jobs", environment, "system"))
                .isEqualTo(new LibpqConninfo("jdbc:postgresql://db:5432/jobs", "env", "pw"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "password='a b',a b",
                "password='it\\'s',it's",
                "password=a\\ b,a b",
                "password='a\\\\b',a\\b",
                "password = 'x'  ,x",
                "password='a=b',a=b",
                "password=p'q,p'q"
            })
    void quotesAndBackslashesAreThoseOfTheCLibrary(String conninfo, String password) {
        assertThat(parse(conninfo).password()).isEqualTo(password);
    }

    @Test
    void encryptionIsPassedOn() {
        assertThat(parse("dbname='my jobs' user=u sslmode=verify-full sslrootcert=/etc/ca.pem")
                        .url())
                .isEqualTo(
                        "jdbc:postgresql://localhost:5432/my%20jobs?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
    }

    @ParameterizedTest
    @CsvSource({"30,30", "0,0", "-1,0", "' 7 ',7"})
    void theTimeToConnectIsPassedOn(String timeout, String seconds) {
        String url = "jdbc:postgresql://localhost:5432/jobs?connectTimeout=" + seconds + "&loginTimeout=" + seconds;
        assertThat(parse("dbname=jobs user=u connect_timeout='" + timeout + "'").url())
                .isEqualTo(url);
        assertThat(LibpqConninfo.parse("dbname=jobs", Map.of("PGCONNECT_TIMEOUT", timeout), "u")
                        .url())
                .isEqualTo(url);
    }

    @Test
    void aUriIsTakenToo() {
        assertThat(parse("postgresql://gear%40man:se+c%3Aret@db:5433/jobs?sslmode=require"))
                .isEqualTo(new LibpqConninfo("jdbc:postgresql://db:5433/jobs?sslmode=require", "gear@man", "se+c:ret"));
        assertThat(parse("postgres://[::1]/jobs").url()).isEqualTo("jdbc:postgresql://[::1]:5432/jobs");
        assertThat(parse("postgresql://").url()).isEqualTo("jdbc:postgresql://localhost:5432/system");
    }

    @Test
    void anAddressOfVersion6IsPutInBrackets() {
        assertThat(parse("hostaddr=::1 host=db dbname=jobs").url()).isEqualTo("jdbc:postgresql://[::1]:5432/jobs");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "host,no \"=\" after \"host\"",
                "host=db =x,at character 9",
                "password='open,the quote of password is not closed",
                "hots=db,hots (expected: host",
                "host=/var/run/postgresql,Unix socket",
                "connect_timeout=soon,connect_timeout=soon (expected: seconds",
                "postgresql://db/jobs?sslmode,no \"=\" in \"sslmode\""
            })
    void whatCannotBeReadIsNamed(String conninfo, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(conninfo))
                .withMessageStartingWith("libpq conninfo: ")
                .withMessageContaining(message.replace("\"\"", "\""));
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(parse("user=u password=secret")).asString().doesNotContain("secret");
    }
}
