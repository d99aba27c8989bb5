/** The store that keeps nothing: background jobs live in the engine and end with the process. */
@NullMarked
package io.gearman.server.store.memory;

import org.jspecify.annotations.NullMarked;
