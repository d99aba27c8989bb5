package io.gearman.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of somebody else, which may be missing on this machine. */
public enum Program {
    /** The job server in C. It shares its name with the one in Perl, so what it says of itself tells them apart. */
    GEARMAND("gearmand", "gearman-job-server", List.of("--version"), "gearmand 1."),
    PERL_SERVER("gearmand", "gearman-server", List.of("--version"), "Gearman::Server"),
    GEARMAN("gearman", "gearman-tools", List.of("-H"), "Client mode"),
    GEARADMIN("gearadmin", "gearman-tools", List.of("--help"), "--show-unique-jobs"),
    PHP("php", "php-cli and php-gearman", List.of("-r", "echo extension_loaded('gearman') ? 'yes' : 'no';"), "yes"),
    PERL(
            "perl",
            "libgearman-client-perl",
            List.of("-MGearman::Client", "-MGearman::Worker", "-MDigest::SHA", "-e", "print 'yes'"),
            "yes"),
    MARIADB("mariadbd", "mariadb-server", List.of("--version"), "MariaDB"),
    MARIADB_INSTALL("mariadb-install-db", "mariadb-server", List.of("--help"), "--datadir"),
    POSTGRES("postgres", "postgresql", List.of("--version"), "PostgreSQL"),
    POSTGRES_INIT("initdb", "postgresql", List.of("--version"), "PostgreSQL"),
    OPENSSL("openssl", "openssl", List.of("version"), "OpenSSL"),
    REDIS("redis-server", "redis-server", List.of("--version"), "Redis server"),
    CURL("curl", "curl", List.of("--version"), "libcurl"),
    /** Also has to be allowed to trace, which some containers forbid. */
    STRACE("strace", "strace", List.of("-f", "-c", "-o", "/dev/null", "echo", "traced"), "traced");

    private final String debianPackage;

    private final String file;

    private final Optional<Path> path;

    Program(String file, String debianPackage, List<String> probe, String answer) {
        this.file = file;
        this.debianPackage = debianPackage;
        this.path = candidates(file)
                .filter(candidate -> answers(candidate, probe, answer))
                .findFirst();
    }

    private static Stream<Path> candidates(String file) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.concat(
                        Stream.of(path.split(":"))
                                .filter(name -> !name.isEmpty())
                                .map(Path::of),
                        versions())
                .map(directory -> directory.resolve(file))
                .filter(Files::isExecutable)
                .distinct();
    }

    /** Debian keeps the programs of each version of PostgreSQL in a place of their own. */
    private static Stream<Path> versions() {
        File[] versions = new File("/usr/lib/postgresql").listFiles();
        return Stream.ofNullable(versions)
                .flatMap(Stream::of)
                .map(version -> version.toPath().resolve("bin"));
    }

    private static boolean answers(Path candidate, List<String> probe, String answer) {
        List<String> command =
                Stream.concat(Stream.of(candidate.toString()), probe.stream()).toList();
        try (ForeignProcess process = ForeignProcess.start(command)) {
            process.awaitExit(Duration.ofSeconds(60));
            return (process.outputText() + process.errorText()).contains(answer);
        }
    }

    /** Tells whether the program, which has to be there, prints a text when it is called with these arguments. */
    boolean prints(String answer, String... arguments) {
        return answers(Path.of(require()), List.of(arguments), answer);
    }

    /**
     * Gives the program's path, or skips the test that asks for it. Where all programs are required, a missing one fails.
     */
    public String require() {
        String reason = this.file + " of the Debian package " + this.debianPackage + " is not installed here";
        if (this.path.isEmpty() && Boolean.getBoolean("gearman.interop.required")) {
            throw new AssertionError(reason + ", and gearman.interop.required is set");
        }
        Assumptions.assumeTrue(this.path.isPresent(), reason);
        return this.path.orElseThrow().toString();
    }
}
