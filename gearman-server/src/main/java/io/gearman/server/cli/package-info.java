/** The {@code gearmand} command: its options, signals and exit codes, around a {@link io.gearman.server.GearmanServer}. */
@NullMarked
package io.gearman.server.cli;

import org.jspecify.annotations.NullMarked;
