/** Peers that take what they can, beside one that only wants its work done. */
@NullMarked
package io.gearman.server.hostile;

import org.jspecify.annotations.NullMarked;
