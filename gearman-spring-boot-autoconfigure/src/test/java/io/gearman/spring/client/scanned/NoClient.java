package io.gearman.spring.client.scanned;

/** Has nothing to do with Gearman. */
interface NoClient {

    void work();
}
