/**
 * Several job servers that share one durable queue, in one thread and from one seed: real engines and stores, and a database,
 * clocks and faults that are invented. A ledger of what clients and workers saw, and of what the database committed, decides. Uses
 * the engine and the stores as a server does.
 */
@NullMarked
package io.gearman.server.engine.simulation.shared;

import org.jspecify.annotations.NullMarked;
