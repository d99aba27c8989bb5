package io.gearman.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.util.ReflectionUtils;

/** What editors and {@code docs/testing.md} are told of the properties is what {@link AutoConfigureGearman} maps. */
class TestPropertyTests {

    private static final Path METADATA = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    private static final Path PAGE = Path.of("..", "docs", "testing.md");

    private static final Pattern ROW =
            Pattern.compile("^\\| `(gearman\\.test\\.[a-z-]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void theMetadataHasEachAttributeWithItsDefault() throws IOException {
        assertThat(metadata()
                        .collect(Collectors.toMap(
                                property -> property.get("name"),
                                property -> String.valueOf(property.get("defaultValue")))))
                .isEqualTo(attributes());
        assertThat(metadata())
                .allSatisfy(property -> assertThat(property)
                        .containsEntry("type", "java.lang.Boolean")
                        .hasEntrySatisfying(
                                "description",
                                text -> assertThat(text).asString().endsWith(".")));
    }

    @Test
    void thePageHasARowForEachAttribute() throws IOException {
        assertThat(ROW.matcher(Files.readString(PAGE))
                        .results()
                        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(attributes());
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> metadata() throws IOException {
        Object properties = JsonParserFactory.getJsonParser()
                .parseMap(Files.readString(METADATA))
                .get("properties");
        return ((List<Map<String, Object>>) properties).stream();
    }

    private static Map<String, String> attributes() {
        String prefix =
                AutoConfigureGearman.class.getAnnotation(PropertyMapping.class).value();
        return Stream.of(ReflectionUtils.getDeclaredMethods(AutoConfigureGearman.class))
                .collect(Collectors.toMap(
                        attribute -> prefix + "." + attribute.getName(), TestPropertyTests::defaultValue));
    }

    private static String defaultValue(Method attribute) {
        return String.valueOf(attribute.getDefaultValue());
    }
}
