package io.gearman.spring.boot.autoconfigure;

import org.springframework.boot.ssl.NoSuchSslBundleException;

/** Thrown if {@code gearman.ssl.bundle} names a bundle that is not there. */
class UnknownSslBundleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownSslBundleException(String bundle, Iterable<String> known, NoSuchSslBundleException cause) {
        super(
                "gearman.ssl.bundle is '%s', but there is no SSL bundle of that name; there are: %s."
                        .formatted(bundle, String.join(", ", known)),
                cause);
    }
}
