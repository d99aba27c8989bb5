package io.gearman.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTablesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1st", "jobs;DROP TABLE users", "a.b.c", "a.", "jobs--", "jobs\"", "jöbs"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> JdbcTables.of(name));
        assertThatIllegalArgumentException().isThrownBy(() -> new JdbcTables("gearman", name));
    }

    @Test
    void aPrefixLeavesRoomForTheRestOfTheName() {
        assertThat(JdbcTables.of("a_schema." + "p".repeat(40)).jobs()).endsWith("pp_jobs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTables.of("p".repeat(41)))
                .withMessageContaining("at most 40");
    }

    @Test
    void inPlaceOfAGearmandWithATableOfItsOwnTheNamesAreItsOwn() {
        assertThat(JdbcTables.inPlaceOf("gearman_queue")).isEqualTo(new JdbcTables("gearman", "gearman_queue"));
        assertThat(JdbcTables.inPlaceOf("queue")).isEqualTo(new JdbcTables("gearman", "queue"));
        assertThat(JdbcTables.inPlaceOf("site1.mail")).isEqualTo(new JdbcTables("site1.mail", "site1.mail"));
    }
}
