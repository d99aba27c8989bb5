package io.gearman.spring.envelope;

/** Thrown when an envelope is to be written or opened and Jackson 3 is not on the class path. */
public class MissingJsonLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    MissingJsonLibraryException(String what) {
        super(what + " needs Jackson 3, which is not on the class path. Add tools.jackson.core:jackson-databind"
                + " (spring-boot-starter-jackson brings it), or let the sender use gearman.template.envelope=none.");
    }
}
