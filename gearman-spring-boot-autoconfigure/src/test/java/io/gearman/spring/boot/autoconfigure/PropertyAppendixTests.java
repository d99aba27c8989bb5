package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds {@code docs/properties.md} against the metadata, from which it is made: {@code -Dgearman.properties.write=true} writes
 * it anew.
 */
class PropertyAppendixTests {

    private static final Path PAGE = Path.of("..", "docs", "properties.md");

    private static final String HEAD = """
            # Properties

            Made from the metadata that editors read, by `PropertyAppendixTests`. [Configuration](configuration.md) explains them by topic.

            | property | type | default | description |
            | --- | --- | --- | --- |
            """;

    @Test
    void theAppendixIsWhatTheMetadataSays() throws IOException {
        String expected = page();
        if (Boolean.getBoolean("gearman.properties.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String page() throws IOException {
        try (InputStream metadata = Objects.requireNonNull(
                GearmanProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return HEAD
                    + JsonMapper.shared()
                            .readTree(metadata)
                            .get("properties")
                            .valueStream()
                            .sorted(Comparator.comparing(
                                    (property) -> property.get("name").asString()))
                            .map(PropertyAppendixTests::row)
                            .collect(Collectors.joining());
        }
    }

    private static String row(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        property.get("name").asString(),
                        type(property.get("type").asString()),
                        value.isMissingNode() ? "" : "`" + value.asString() + "`",
                        property.get("description").asString());
    }

    /** The simple names, also of type arguments. */
    private static String type(String name) {
        return "`"
                + name.replaceAll("[a-z0-9_.]+\\.(?=[A-Z])", "")
                        .replaceAll("\\w+\\$", "")
                        .replace(",", ", ") + "`";
    }
}
