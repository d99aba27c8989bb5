/**
 * A job server in one thread and on an invented clock: random peers do random things to the engine, and a naive model says
 * what the engine has to answer. Everything follows from a seed. May use the engine's public API and the store SPI only.
 */
@NullMarked
package io.gearman.server.engine.simulation;

import org.jspecify.annotations.NullMarked;
