package io.gearman.spring.boot.autoconfigure;

/** An entry of {@code gearman.servers} is not an address. */
class InvalidServerAddressException extends IllegalArgumentException {

    InvalidServerAddressException(String address, IllegalArgumentException cause) {
        super("gearman.servers: '%s' is not a server address: %s".formatted(address, cause.getMessage()), cause);
    }
}
