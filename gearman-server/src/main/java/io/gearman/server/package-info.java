/**
 * The job server as a thing to start and stop, within a JVM or standalone. Everything else is in the rooms beside:
 * {@code engine} decides, {@code transport} carries, {@code admin} reports, {@code store} keeps, {@code cli} starts.
 */
@NullMarked
package io.gearman.server;

import org.jspecify.annotations.NullMarked;
