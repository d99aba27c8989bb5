package io.gearman.rivals;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to run.
 *
 * @param name of the configuration, for the line that is printed
 * @param durable whether a broker is to keep jobs over a crash and to say so for each
 * @param jobs how many in each phase of load
 * @param warmUp how many before that
 * @param paced how many at 200 a second
 * @param calls how many requests with 16 callers; one caller makes an eighth of them
 * @param serverPid process of the server, whose descendants are counted too; 0 for none
 */
@ConfigurationProperties("rivals")
public record RivalsProperties(
        @DefaultValue("unnamed") String name,
        boolean durable,
        @DefaultValue("10000") int jobs,
        @DefaultValue("20000") int warmUp,
        @DefaultValue("800") int paced,
        @DefaultValue("8000") int calls,
        long serverPid) {}
