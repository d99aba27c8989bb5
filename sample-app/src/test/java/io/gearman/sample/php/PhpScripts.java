package io.gearman.sample.php;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the scripts of the sample, which need PHP with its extension for Gearman. */
final class PhpScripts {

    private static final int TIMEOUT_SECONDS = 60;

    private PhpScripts() {}

    /** Skips the test where PHP or the extension is missing. */
    static void require() throws InterruptedException {
        assumeThat(haveExtension())
                .as("php with the extension gearman (Debian: php-cli, php-gearman) is not installed")
                .isTrue();
    }

    private static boolean haveExtension() throws InterruptedException {
        try {
            Process php = new ProcessBuilder("php", "-r", "exit(extension_loaded('gearman') ? 0 : 1);").start();
            return php.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && php.exitValue() == 0;
        } catch (IOException noPhp) {
            return false;
        }
    }

    /**
     * Starts a script.
     *
     * @param output gets all that it says
     */
    static Process start(String script, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("php", Path.of("php", script).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
