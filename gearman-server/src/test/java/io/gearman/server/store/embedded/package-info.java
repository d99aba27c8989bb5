/** The embedded store passes the contracts, and survives what happens to disks and directories. */
@NullMarked
package io.gearman.server.store.embedded;

import org.jspecify.annotations.NullMarked;
