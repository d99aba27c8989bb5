package io.gearman.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Schedule schedule(String fields) {
        byte[][] bytes = new byte[5][];
        String[] texts = fields.split(" ");
        for (int i = 0; i < 5; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return Schedule.of(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]);
    }

    private static String next(String fields, String after, ZoneId zone) {
        long millis = LocalDateTime.parse(after).atZone(zone).toInstant().toEpochMilli();
        return Instant.ofEpochMilli(schedule(fields).nextMillis(millis, zone))
                .atZone(zone)
                .toLocalDateTime()
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        // minute hour mday month wday, after, next
        "* * * * *, 2026-03-01T12:00:00, 2026-03-01T12:01",
        "-1 -1 -1 -1 -1, 2026-03-01T12:00:59.999, 2026-03-01T12:01",
        "30 * * * *, 2026-03-01T12:30:00, 2026-03-01T13:30",
        "0 0 * * *, 2026-12-31T23:59:00, 2027-01-01T00:00",
        "15 6 1 * *, 2026-01-01T06:15:00, 2026-02-01T06:15",
        "0 9 * * 1, 2026-11-23T09:00:00, 2026-11-30T09:00",
        "0 9 * * 0, 2026-11-23T09:00:00, 2026-11-29T09:00",
        "0 9 * * 7, 2026-11-23T09:00:00, 2026-11-29T09:00",
        "0 0 31 * *, 2026-01-31T00:00:00, 2026-03-31T00:00",
        "0 0 13 * 5, 2026-03-13T00:00:00, 2026-11-13T00:00",
        "* 12 24 12 *, 2026-11-23T00:00:00, 2026-12-24T12:00",
    })
    void nextMinuteInWhichAllFieldsMatch(String fields, String after, String expected) {
        assertThat(next(fields, after, ZoneId.of("UTC"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 29 2 *, 2026-01-01T00:00:00, 2028-02-29T00:00",
        "0 0 29 2 *, 2096-03-01T00:00:00, 2104-02-29T00:00",
        "0 0 29 2 1, 2026-01-01T00:00:00, 2044-02-29T00:00",
        // The longest wait there is: 40 years from one Monday to the next, with no leap day in 2100.
        "0 0 29 2 1, 2072-02-29T00:00:00, 2112-02-29T00:00",
    })
    void leapDayIsWaitedFor(String fields, String after, String expected) {
        assertThat(next(fields, after, ZoneId.of("UTC"))).isEqualTo(expected);
    }

    @Test
    void timeThatAClockChangeSkipsIsLeftOut() {
        assertThat(next("30 2 * * *", "2026-03-28T02:30:00", BERLIN)).isEqualTo("2026-03-30T02:30");
    }

    @Test
    void hourThatAClockChangeRepeatsIsSeenAsItIs() {
        long first = Instant.parse("2026-10-25T00:30:00Z").toEpochMilli();
        Schedule schedule = schedule("30 2 * * *");

        assertThat(schedule.nextMillis(first - 1, BERLIN)).isEqualTo(first);
        assertThat(schedule.nextMillis(first, BERLIN)).isEqualTo(first + 3_600_000);
        assertThat(schedule.nextMillis(first + 3_600_000, BERLIN))
                .isEqualTo(Instant.parse("2026-10-26T01:30:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({"0 0 30 2 *", "0 0 31 4 *", "0 0 31 11 5"})
    void dayThatNeverComesIsRefused(String fields) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule(fields).nextMillis(0, BERLIN))
                .withMessageStartingWith("No day ever matches the schedule");
    }

    @ParameterizedTest
    @CsvSource({
        "60 * * * *, minute",
        "-2 * * * *, minute",
        "* 24 * * *, hour",
        "* * 0 * *, mday",
        "* * 32 * *, mday",
        "* * * 13 *, month",
        "* * * 0 *, month",
        "* * * * 8, wday",
        "* * * * monday, wday",
        "99999999999 * * * *, minute",
        "1-5 * * * *, minute",
    })
    void fieldOutOfRangeIsNamed(String fields, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule(fields))
                .withMessageStartingWith("The field " + name + " of the schedule is ");
    }
}
