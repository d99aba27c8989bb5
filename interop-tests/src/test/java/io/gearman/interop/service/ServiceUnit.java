package io.gearman.interop.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gearman.interop.ForeignProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service file of systemd, with which is done what systemd does for {@code Type=forking}: the preparation as root, the command
 * as the user, with nothing but the environment of the file; the service is up when the command has returned 0 and the
 * process of the pid file lives.
 */
final class ServiceUnit {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern VARIABLE =
            Pattern.compile("(?m)^(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.|\\\\\\n)*)\"|([^\\n]*))$");

    private final Map<String, String> settings;

    private final Map<String, String> environment = new LinkedHashMap<>();

    private ServiceUnit(Map<String, String> settings) {
        this.settings = settings;
    }

    static ServiceUnit read(Path file) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] sides = line.split("=", 2);
            if (sides.length == 2 && !line.startsWith("#")) {
                settings.put(sides[0].trim(), sides[1].trim());
            }
        }
        ServiceUnit unit = new ServiceUnit(settings);
        assertThat(settings).containsEntry("Type", "forking").containsEntry("PermissionsStartOnly", "true");
        String environmentFile = settings.get("EnvironmentFile").replaceFirst("^-", "");
        Matcher variables = VARIABLE.matcher(Files.readString(Path.of(environmentFile)));
        while (variables.find()) {
            String value = variables.group(2) == null ? variables.group(3) : variables.group(2);
            unit.environment.put(variables.group(1), value.replace("\\\n", ""));
        }
        return unit;
    }

    /** What a drop-in file with {@code Environment=} adds. */
    ServiceUnit withEnvironment(String name, String value) {
        this.environment.put(name, value);
        return this;
    }

    /** The only change to the service file. */
    ServiceUnit withBinary(String ofFile, String ours) {
        String command = this.settings.get("ExecStart");
        assertThat(command).startsWith(ofFile + " ");
        this.settings.put("ExecStart", ours + command.substring(ofFile.length()));
        return this;
    }

    Path pidFile() {
        return Path.of(this.settings.get("PIDFile"));
    }

    String user() {
        return this.settings.get("User");
    }

    /** Returns the exit code of the command. */
    int start() {
        assertThat(run(words(this.settings.get("ExecStartPre")))).isZero();
        // A build under nohup ignores SIGHUP, and would hand that on; systemd does not.
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + user(),
                "--regid=" + user(),
                "--init-groups",
                "env",
                "--default-signal=HUP,INT",
                "-i"));
        command.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        this.environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(words(this.settings.get("ExecStart")));
        return run(command);
    }

    private static int run(List<String> command) {
        try (ForeignProcess process = ForeignProcess.start(command)) {
            int code = process.awaitExit(TIMEOUT);
            if (code != 0) {
                System.err.println("Exit code " + code + " of " + process);
            }
            return code;
        }
    }

    /** A variable without quotes gives words. */
    private List<String> words(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split("\\s+")) {
            String value = word.startsWith("$") ? this.environment.get(word.substring(1)) : word;
            words.addAll(List.of(value.trim().split("\\s+")));
        }
        return words;
    }

    ProcessHandle mainProcess() throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile()).trim());
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("No process " + pid));
    }

    /** Sends SIGHUP, as the rotation of logs does. */
    void reload() throws IOException {
        signal("HUP", mainProcess());
    }

    /** Sends SIGTERM and waits for the end. */
    void stop() throws IOException {
        ProcessHandle main = mainProcess();
        signal("TERM", main);
        await().atMost(TIMEOUT).until(() -> !main.isAlive());
    }

    static void signal(String name, ProcessHandle process) {
        assertThat(run(List.of("sh", "-c", "kill -" + name + " " + process.pid())))
                .isZero();
    }
}
