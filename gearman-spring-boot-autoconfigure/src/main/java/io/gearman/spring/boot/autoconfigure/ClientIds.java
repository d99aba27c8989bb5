package io.gearman.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The name under which job servers list this application's connections. */
final class ClientIds {

    /** What gearmand keeps of it. */
    private static final int MAX_LENGTH = 127;

    private ClientIds() {}

    /** Takes the configured name, else that of the application in a form that fits the wire, else none. */
    static @Nullable String clientId(@Nullable String configured, Environment environment) {
        if (StringUtils.hasText(configured)) {
            return configured;
        }
        String application = environment.getProperty("spring.application.name");
        if (!StringUtils.hasText(application)) {
            return null;
        }
        String oneWord = application.trim().replaceAll("[^\\x21-\\x7e]+", "-");
        return oneWord.substring(0, Math.min(MAX_LENGTH, oneWord.length()));
    }
}
