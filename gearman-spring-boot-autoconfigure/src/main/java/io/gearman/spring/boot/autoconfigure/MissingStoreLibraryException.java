package io.gearman.spring.boot.autoconfigure;

/** What a job store needs is not on the class path. */
class MissingStoreLibraryException extends IllegalStateException {

    private final String artifact;

    MissingStoreLibraryException(String artifact) {
        super("gearman.server.store.type asks for a store that needs " + artifact + ", which is not on the class path");
        this.artifact = artifact;
    }

    String artifact() {
        return this.artifact;
    }
}
