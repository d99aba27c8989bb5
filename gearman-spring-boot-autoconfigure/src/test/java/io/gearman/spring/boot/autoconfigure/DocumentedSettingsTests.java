package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.json.JsonMapper;

/** The settings that the pages of the documentation show exist, and take the values that are shown. */
class DocumentedSettingsTests {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static final Pattern ARGUMENT = Pattern.compile("--(gearman\\.[\\w.-]+)=");

    private final Map<String, String> typeByProperty = typeByProperty();

    @ParameterizedTest
    @MethodSource("io.gearman.spring.boot.autoconfigure.DocumentationPages#all")
    void theSettingsOfAPageAreThereAndTakeTheirValues(Path page) throws IOException {
        List<String> blocks = blocks(page);
        for (int i = 0; i < blocks.size(); i++) {
            for (PropertySource<?> source : settings(blocks.get(i))) {
                assertThat(((EnumerablePropertySource<?>) source).getPropertyNames())
                        .as("YAML snippet %d", i + 1)
                        .filteredOn(name -> name.startsWith("gearman."))
                        .allMatch(this::isProperty);
                new Binder(ConfigurationPropertySources.from(source)).bindOrCreate("gearman", GearmanProperties.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.gearman.spring.boot.autoconfigure.DocumentationPages#all")
    void theArgumentsOfAPageAreSettings(Path page) throws IOException {
        assertThat(ARGUMENT.matcher(Files.readString(page)).results().map(argument -> argument.group(1)))
                .allMatch(this::isProperty);
    }

    @Test
    void aSettingThatIsNotThereIsFound() {
        assertThat(Arrays.asList("gearman.servers[0]", "gearman.worker.functions[a.b].timeout"))
                .allMatch(this::isProperty);
        assertThat(Arrays.asList("gearman.serverz", "gearman.worker.concurrency.sms", "gearman.worker"))
                .noneMatch(this::isProperty);
    }

    @Test
    void yamlIsFoundAtAll() throws IOException {
        int blocks = 0;
        for (Path page : DocumentationPages.all()) {
            blocks += blocks(page).size();
        }
        assertThat(blocks).isGreaterThan(8);
    }

    private static List<String> blocks(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static List<PropertySource<?>> settings(String yaml) throws IOException {
        return new YamlPropertySourceLoader()
                .load("snippet", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    /** Below a property that is a map, any key will do; whether the rest can be bound is the binder's to say. */
    private boolean isProperty(String name) {
        String property = name.replaceAll("\\[\\d+]$", "");
        return this.typeByProperty.containsKey(property)
                || this.typeByProperty.entrySet().stream()
                        .anyMatch(known -> known.getValue().startsWith("java.util.Map<")
                                && property.matches(Pattern.quote(known.getKey()) + "[.\\[].+"));
    }

    private static Map<String, String> typeByProperty() {
        try (InputStream metadata = Objects.requireNonNull(
                GearmanProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return JsonMapper.shared()
                    .readTree(metadata)
                    .get("properties")
                    .valueStream()
                    .collect(Collectors.toMap(
                            property -> property.get("name").asString(),
                            property -> property.get("type").asString()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
