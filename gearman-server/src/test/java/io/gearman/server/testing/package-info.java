/** What tests of the server share: the far end of a connection, byte for byte. */
@NullMarked
package io.gearman.server.testing;

import org.jspecify.annotations.NullMarked;
