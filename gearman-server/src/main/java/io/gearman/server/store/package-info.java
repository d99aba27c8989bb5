/**
 * Where background jobs are kept so that they outlive the job server: the {@link io.gearman.server.store.JobStore} that
 * each kind of store implements in a package of its own. Uses nothing of the server; the engine uses it.
 */
@NullMarked
package io.gearman.server.store;

import org.jspecify.annotations.NullMarked;
