/**
 * Proof against foreign software: our server, client, worker and starter talk to the C gearmand and its tools, to the Perl
 * server, client and worker, and to PHP.
 *
 * <p>A test whose program is missing is skipped with the reason; with {@code -Dgearman.interop.required=true} it fails.
 * Everything runs on loopback and on free ports. The scripts of the peers are in {@code src/test/resources/peers}.
 */
@NullMarked
package io.gearman.interop;

import org.jspecify.annotations.NullMarked;
