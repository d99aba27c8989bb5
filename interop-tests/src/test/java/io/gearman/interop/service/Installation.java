package io.gearman.interop.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** The launcher and the jar beside it in a directory that every user of the system can read. */
record Installation(Path launcher) {

    static Installation in(Path directory) throws IOException {
        Path target = Path.of("..", "gearman-server", "target");
        String reason = target.resolve("gearmand.jar") + " is not built: run mvn verify from the top";
        boolean built = Files.exists(target.resolve("gearmand.jar"));
        if (!built && Boolean.getBoolean("gearman.interop.required")) {
            throw new AssertionError(reason);
        }
        Assumptions.assumeTrue(built, reason);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : new String[] {"gearmand", "gearmand.jar"}) {
            Files.copy(target.resolve(file), directory.resolve(file));
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new Installation(directory.resolve("gearmand"));
    }

    static void requireRoot() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can start a program as another user");
    }
}
