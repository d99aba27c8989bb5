package io.gearman.server.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a SUBMIT_JOB_SCHED job runs: at the next minute in which all fields match. A field is a number, or {@code *}, an
 * empty text or -1 for any.
 *
 * @param minute 0 to 59
 * @param hour 0 to 23
 * @param dayOfMonth 1 to 31
 * @param month 1 to 12
 * @param dayOfWeek 0 (Sunday) to 6; 7 is Sunday too
 */
record Schedule(int minute, int hour, int dayOfMonth, int month, int dayOfWeek) {

    private static final int ANY = -1;

    /** 29 February on a given day of the week comes round after 40 years at the most, as from 2072 to 2112. */
    private static final int YEARS_AHEAD = 40;

    /**
     * Reads the five fields of the packet.
     *
     * @throws IllegalArgumentException if a field is neither a wildcard nor a number in its range
     */
    static Schedule of(byte[] minute, byte[] hour, byte[] dayOfMonth, byte[] month, byte[] dayOfWeek) {
        int day = field("wday", dayOfWeek, 0, 7);
        return new Schedule(
                field("minute", minute, 0, 59),
                field("hour", hour, 0, 23),
                field("mday", dayOfMonth, 1, 31),
                field("month", month, 1, 12),
                day == 7 ? 0 : day);
    }

    private static int field(String name, byte[] bytes, int least, int most) {
        String text = new String(bytes, StandardCharsets.UTF_8).trim();
        if (text.isEmpty() || text.equals("*") || text.equals("-1")) {
            return ANY;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException ex) {
            value = Integer.MIN_VALUE;
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException("The field " + name + " of the schedule is '" + text + "' (expected: "
                    + least + " to " + most + ", or * for any)");
        }
        return value;
    }

    /**
     * Finds the first matching minute that begins after the given time.
     *
     * @throws IllegalArgumentException if there is none, as for 30 February
     */
    long nextMillis(long afterMillis, ZoneId zone) {
        ZonedDateTime from = Instant.ofEpochMilli(afterMillis)
                .atZone(zone)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        LocalDate end = from.toLocalDate().plusYears(YEARS_AHEAD);
        for (LocalDate date = from.toLocalDate(); !date.isAfter(end); date = date.plusDays(1)) {
            if (matches(date)) {
                ZonedDateTime start = date.equals(from.toLocalDate()) ? from : date.atStartOfDay(zone);
                ZonedDateTime found = minuteOfDay(start);
                if (found != null) {
                    return found.toInstant().toEpochMilli();
                }
            }
        }
        throw new IllegalArgumentException("No day ever matches the schedule: month " + this.month + ", mday "
                + this.dayOfMonth + ", wday " + this.dayOfWeek);
    }

    private boolean matches(LocalDate date) {
        return matches(this.dayOfMonth, date.getDayOfMonth())
                && matches(this.month, date.getMonthValue())
                && matches(this.dayOfWeek, date.getDayOfWeek().getValue() % 7);
    }

    private @Nullable ZonedDateTime minuteOfDay(ZonedDateTime start) {
        // Steps along the time line, not the clock face: an hour that a clock change skips or repeats is seen as it is.
        for (ZonedDateTime time = start; time.toLocalDate().equals(start.toLocalDate()); time = time.plusMinutes(1)) {
            if (matches(this.hour, time.getHour()) && matches(this.minute, time.getMinute())) {
                return time;
            }
        }
        return null;
    }

    private static boolean matches(int field, int value) {
        return field == ANY || field == value;
    }
}
