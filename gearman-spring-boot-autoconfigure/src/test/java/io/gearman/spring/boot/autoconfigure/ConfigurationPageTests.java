package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds {@code docs/configuration.md} against the metadata that the build has made of the properties. */
class ConfigurationPageTests {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    private static final Pattern ROW =
            Pattern.compile("^\\| `((?:management\\.[a-z]+\\.)?gearman\\.[a-z.-]+)` \\| ([^|]+) \\|.*");

    @Test
    void everyPropertyHasARowAndEveryRowAProperty() throws IOException {
        List<String> documented = rows().map(row -> row.group(1)).toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(properties()
                        .map(property -> property.get("name").asString())
                        .toList());
    }

    @Test
    void aDefaultValueIsTheOneThatHolds() throws IOException {
        List<String> defaults = rows().filter(row -> row.group(2).startsWith("`"))
                .map(row -> row.group(1) + "=" + row.group(2).replace("`", ""))
                .toList();

        assertThat(defaults)
                .containsExactlyInAnyOrderElementsOf(properties()
                        .filter(property -> property.has("defaultValue")
                                && property.get("defaultValue").isValueNode())
                        .map(property -> property.get("name").asString() + "="
                                + property.get("defaultValue").asString())
                        .toList());
    }

    /** The rows of the tables whose first column is headed "property". */
    private static Stream<Matcher> rows() throws IOException {
        return Stream.of(Files.readString(PAGE).split("\n\n"))
                .filter(block -> block.startsWith("| property |"))
                .flatMap(String::lines)
                .map(ROW::matcher)
                .filter(Matcher::matches);
    }

    private static Stream<JsonNode> properties() throws IOException {
        try (InputStream metadata = Objects.requireNonNull(
                GearmanProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return JsonMapper.shared().readTree(metadata).get("properties").valueStream();
        }
    }
}
