package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Thrown if a property names an SSL bundle that is not there. */
class UnknownSslBundleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String property;

    UnknownSslBundleException(String property, String bundle, Iterable<String> known, NoSuchSslBundleException cause) {
        super(
                "%s is '%s', but there is no SSL bundle of that name; there are: %s."
                        .formatted(property, bundle, String.join(", ", known)),
                cause);
        this.property = property;
    }

    String property() {
        return this.property;
    }
}
