package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Netty looks by reflection at which methods a handler has; a native image has to know of each. */
class NativeHandlersTests {

    @ParameterizedTest
    @CsvSource({
        "gearman-protocol, io.gearman.protocol",
        "gearman-client, 'io.gearman.transport,io.gearman.client,io.gearman.worker'",
        "gearman-server, io.gearman.server"
    })
    void everyHandlerOfAModuleIsListed(String module, String packages) throws IOException {
        assertThat(listed(module)).containsExactlyInAnyOrderElementsOf(handlers(packages.split(",")));
    }

    @Test
    void handlersAreFound() {
        assertThat(handlers("io.gearman.protocol")).hasSize(2);
    }

    private static List<String> handlers(String... packages) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .filter((type) -> type.isAssignableTo(ChannelHandler.class))
                        .filter((type) ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
    }

    private static List<String> listed(String module) throws IOException {
        String file = "META-INF/native-image/io.gearman/" + module + "/reflect-config.json";
        List<String> names = new ArrayList<>();
        try (InputStream json = Objects.requireNonNull(
                NativeHandlersTests.class.getClassLoader().getResourceAsStream(file), file)) {
            JsonMapper.shared()
                    .readTree(json)
                    .forEach((entry) -> names.add(entry.get("name").asString()));
        }
        return names;
    }
}
