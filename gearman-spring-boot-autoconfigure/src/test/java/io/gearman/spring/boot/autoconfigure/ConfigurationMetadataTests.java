package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows for {@code gearman.*}. */
class ConfigurationMetadataTests {

    private final List<JsonNode> properties = properties();

    @Test
    void everyPropertyHasADescriptionInBootsStyle() {
        assertThat(this.properties).hasSizeGreaterThan(15).allSatisfy((property) -> {
            String name = property.get("name").asString();
            assertThat(property.has("description")).as(name).isTrue();
            assertThat(property.get("description").asString())
                    .as(name)
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ")
                    .doesNotContain("{@");
            if (property.get("type").asString().equals("java.lang.Boolean")) {
                assertThat(property.get("description").asString()).as(name).startsWith("Whether ");
                assertThat(property.has("defaultValue")).as(name).isTrue();
            }
        });
    }

    @Test
    void everyPropertyIsInOurNamespaceAndThereOnce() {
        List<String> names = this.properties.stream()
                .map((property) -> property.get("name").asString())
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch((name) -> name.matches("(management\\.(endpoint|health|info)\\.)?gearman\\..*"));
        assertThat(names)
                .contains(
                        "gearman.enabled",
                        "gearman.servers",
                        "gearman.server.enabled",
                        "gearman.server.port",
                        "gearman.worker.enabled",
                        "gearman.worker.concurrency",
                        "gearman.client.fail-fast",
                        "gearman.template.timeout");
    }

    private static List<JsonNode> properties() {
        List<JsonNode> properties = new ArrayList<>();
        // Of several files of this name, ours is the one beside our classes.
        URL classes =
                GearmanProperties.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream metadata = new URL(classes + "META-INF/spring-configuration-metadata.json").openStream()) {
            JsonMapper.shared().readTree(metadata).get("properties").forEach(properties::add);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return Collections.unmodifiableList(properties);
    }
}
