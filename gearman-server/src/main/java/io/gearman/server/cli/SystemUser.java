package io.gearman.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A user of the system to run as. */
record SystemUser(String name) {

    /** Returns what to put in front of a command so that it runs as this user. */
    List<String> switchCommand() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw new StartException("Must be root to switch users: start as root, or as " + this.name
                        + " without --user (User= in a service unit)");
            }
            String group = group();
            return List.of("setpriv", "--reuid=" + this.name, "--regid=" + group, "--init-groups", "--");
        } catch (IOException ex) {
            throw new StartException("Could not switch to user : " + this.name + " (" + ex.getMessage() + ")", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while looking for user : " + this.name, ex);
        }
    }

    private String group() throws IOException, InterruptedException {
        Process id = new ProcessBuilder("id", "-g", "--", this.name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String group = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        if (id.waitFor() != 0) {
            throw new StartException("Could not find user : " + this.name);
        }
        return group;
    }
}
