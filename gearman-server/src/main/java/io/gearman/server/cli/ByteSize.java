package io.gearman.server.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, with K, M or G behind it for as many times 1024, its square or its cube, as the JVM takes sizes. */
final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d+)([KMGkmg]?)");

    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "K", 10, "M", 20, "G", 30);

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            long unit = 1L << SHIFTS.getOrDefault(matcher.group(2).toUpperCase(), 0);
            try {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
            } catch (ArithmeticException | NumberFormatException ex) {
                // Larger than any memory.
            }
        }
        throw new TypeConversionException("'" + text + "' is no size like 512M");
    }
}
