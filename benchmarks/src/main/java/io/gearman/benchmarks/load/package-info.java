/**
 * The load program: puts any Gearman job server under load over the wire and measures it. One event loop does all I/O, so
 * that the load costs little beside the server; only it touches what is measured.
 */
@NullMarked
package io.gearman.benchmarks.load;

import org.jspecify.annotations.NullMarked;
