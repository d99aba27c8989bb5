package io.gearman.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** A file of Java that a test writes and compiles. */
final class JavaSource {

    private JavaSource() {}

    /**
     * Writes the file and compiles it with the class path of the test.
     *
     * @param classes the directory for the classes
     */
    static void compile(Path file, String text, Path classes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        List<String> arguments = List.of(
                "-parameters",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
